import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emittedFiles } from "./emitted-files.ts";

/** Writes schemas/*.json and docs/events.md from the literals in schemas/*.ts. */
const root = fileURLToPath(new URL("..", import.meta.url));
mkdirSync(`${root}docs`, { recursive: true });
for (const [path, text] of emittedFiles()) {
  writeFileSync(`${root}${path}`, text);
  console.log(path);
}
