import { durationShape } from "../src/config/schema/shapes.ts";

type Keys = Readonly<Record<string, unknown>>;

/** A Markdown table of the keys that an object schema describes. */
export function schemaTable(schema: Keys): string {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const rows = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Keys>>).map(([key, about]) => {
    const needed = required.includes(key) ? "required" : defaultText(about);
    return `| \`${key}\` | ${kindOf(about)} | ${needed} | ${meaningOf(about)} |`;
  });
  return ["| key | value | default | meaning |", "|---|---|---|---|", ...rows].join("\n");
}

function defaultText({ default: value }: Keys): string {
  if (value === undefined) return "";
  return Array.isArray(value) && value.length === 0
    ? "none"
    : `\`${Array.isArray(value) ? `[${value.join(", ")}]` : value}\``;
}

function meaningOf({ description }: Keys): string {
  return typeof description === "string" ? description.replaceAll("|", "\\|") : "";
}

function kindOf(schema: Keys): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((word) => `\`${word}\``).join(", ");
  if (schema.type === "array") return `list of ${kindOf((schema.items ?? {}) as Keys)}`;
  const isDuration = schema.pattern === durationShape.pattern;
  const kinds = [schema.type ?? "any"].flat().map((type) => {
    return isDuration && type === "string" ? "duration" : (words[String(type)] ?? String(type));
  });
  return [...new Set(kinds)].join(" or ");
}

const words: Readonly<Record<string, string>> = {
  string: "text",
  number: "number",
  integer: "whole number",
  boolean: "`true`, `false`",
  object: "keys",
  array: "list",
  null: "`null`",
};
