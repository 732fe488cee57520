import { parseDecimal } from "../core/decimal.ts";
import { shapeSentence } from "./schema/shapes.ts";
import type { ScalarNode, SourceNode } from "./source-node.ts";

type Schema = Readonly<Record<string, unknown>>;

/** What was written instead of what is wanted, with the remedy for what YAML makes of plain words. */
export function typeSentence(schema: Schema, node: SourceNode): string {
  const { type } = schema;
  const wanted: readonly unknown[] = Array.isArray(type) ? type : [type];
  if (node.kind === "scalar" && node.value === null) {
    return "is empty; give a value, or leave the key out (text that begins with # must stand in quotes)";
  }
  if (wanted.includes("string")) return textWanted(schema, node);
  if (wanted.includes("boolean") && wanted.length === 1) return flagWanted(node);
  if (wanted.includes("number") || wanted.includes("integer")) return numberWanted(String(wanted[0]), node);
  if (wanted.includes("array")) return "should be a list, such as [a, b]";
  return "should hold keys of its own";
}

function textWanted(schema: Schema, node: SourceNode): string {
  const form = shapeSentence(schema.pattern);
  if (node.kind !== "scalar") return form ?? "should be text; text that begins with { or [ must stand in quotes";
  if (form !== undefined && typeof node.value === "object") return form;
  return `should be text; put it in quotes: "${node.source}"`;
}

function flagWanted(node: SourceNode): string {
  const written = node.kind === "scalar" ? String(node.value) : "";
  if (written === "true" || written === "false") return `should be ${written} without quotes`;
  if (/^(yes|on|y)$/i.test(written)) return `should be true, not ${written}`;
  if (/^(no|off|n)$/i.test(written)) return `should be false, not ${written}`;
  return "should be true or false";
}

function numberWanted(wanted: string, node: SourceNode): string {
  const kind = wanted === "integer" ? "a whole number" : "a number";
  return isQuotedNumber(node) ? `should be ${kind}, without quotes` : `should be ${kind}`;
}

function isQuotedNumber(node: SourceNode): node is ScalarNode {
  return node.kind === "scalar" && typeof node.value === "string" && parseDecimal(node.value) !== undefined;
}
