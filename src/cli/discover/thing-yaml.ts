import { visible } from "../../core/visible.ts";
import type { Plain, PlainMap } from "../../discovery/discovered-thing.ts";

/** A file of one Thing: `comments` above it, block style down to the properties, one line for all that is inside them. */
export function thingYaml(id: string, thing: PlainMap, comments: readonly string[]): string {
  const lines = [...comments.map((comment) => `# ${visible(comment)}`.trimEnd()), "things:", `  ${keyOf(id)}:`];
  for (const [key, value] of Object.entries(thing)) {
    if (key !== "properties" && key !== "actions") lines.push(`    ${key}: ${flow(value)}`);
    else {
      lines.push(`    ${key}:`);
      for (const [name, affordance] of entriesOf(value)) {
        lines.push(`      ${keyOf(name)}:`);
        for (const [inner, end] of entriesOf(affordance)) lines.push(`        ${inner}: ${flow(end)}`);
      }
    }
  }
  return `${lines.join("\n")}\n`;
}

function entriesOf(value: Plain): readonly (readonly [string, Plain])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function flow(value: Plain): string {
  if (typeof value === "string") return textOf(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const inner = Object.entries(value).map(([key, entry]) => `${keyOf(key)}: ${flow(entry)}`);
  return inner.length === 0 ? "{}" : `{ ${inner.join(", ")} }`;
}

/** `null` is an id like any other, but no key of YAML unless in quotes. */
function keyOf(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) && key !== "null" ? key : quoted(key);
}

/** Plain where no reader of YAML can take it for anything else. */
function textOf(text: string): string {
  const isPlain = /^[A-Za-z/][A-Za-z0-9_/.-]*( [A-Za-z0-9_/.-]+)*$|^\d+(ms|s|m|h|d)$/.test(text);
  return isPlain && !/^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i.test(text) ? text : quoted(text);
}

/** JSON's way, which is YAML's too but for characters that do not print. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
