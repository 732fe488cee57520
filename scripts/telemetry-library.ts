import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

const root = new URL("..", import.meta.url);

/** What `decodeTelemetry` is made of, and what it is called in `lib/`. */
const modules = {
  "decode-telemetry": "telemetry",
  "decode-columns": "decode-columns",
  "latest-rows": "latest-rows",
  "column-heads": "column-heads",
  cell: "cell",
  decimal: "decimal",
  ids: "ids",
  quality: "quality",
  "telemetry-place": "telemetry-place",
  value: "value",
} as const;

/**
 * `lib/*.js`: `decodeTelemetry` as plain JavaScript for other clients, since Node takes no types off below `node_modules`. Path from the
 * root of the repository, and text. Its declarations, `lib/telemetry.d.ts`, are what stands in the source, held equal by a test.
 */
export function telemetryLibrary(): ReadonlyMap<string, string> {
  return new Map(Object.entries(modules).map(([source, name]) => [`lib/${name}.js`, javascriptOf(source)]));
}

function javascriptOf(source: string): string {
  const text = readFileSync(new URL(`src/core/${source}.ts`, root), "utf8");
  const plain = stripTypeScriptTypes(text, { mode: "transform" }).replaceAll(/(from ".*)\.ts"/g, '$1.js"');
  return `// Made by \`npm run schemas\` from src/core/${source}.ts; do not edit.\n${plain}`;
}
