import { compareDecimals, type Decimal, formatDecimal, isMultiple, parseDecimal, roundTo } from "../core/decimal.ts";
import type { Property } from "../core/property.ts";
import { isDecimal, type Value } from "../core/value.ts";
import type { Findings } from "./problem.ts";
import type { SourceNode } from "./source-node.ts";
import { didYouMean } from "./suggest-key.ts";

/** What decides which values a property can have. */
export type ValueShape = Pick<Property, "type" | "minimum" | "maximum" | "step" | "decimals" | "enum">;

/** A scalar as a value of the property; undefined, and told why, when it cannot be one. */
export function readValue(shape: ValueShape, node: SourceNode, findings: Findings): Value | undefined {
  const wrong = (message: string): undefined => findings.problem(node.place, message) as undefined;
  if (node.kind !== "scalar" || node.value === null) return wrong(`should be ${wanted(shape)}`);
  const value = typed(shape, node.value);
  if (value === undefined) return wrong(`should be ${wanted(shape)}${remedy(shape, node.value, node.source)}`);
  const objection = isDecimal(value) ? outside(shape, value) : undefined;
  if (objection !== undefined) return wrong(objection);
  return isDecimal(value) ? roundTo(value, shape.decimals) : value;
}

/** The value that a key of `values` or `labels` stands for; undefined when it is none of the property's. */
export function readKey(shape: ValueShape, key: string): Value | undefined {
  switch (shape.type) {
    case "boolean":
      return key === "true" ? true : key === "false" ? false : undefined;
    case "string":
      return typed(shape, key);
    case "integer":
    case "number": {
      const number = parseDecimal(key);
      return number === undefined || outside(shape, number) !== undefined ? undefined : roundTo(number, shape.decimals);
    }
  }
}

/** `true or false`, `one of open, closed`, `a number`: what the property's type wants. */
export function wanted(shape: ValueShape): string {
  switch (shape.type) {
    case "boolean":
      return "true or false";
    case "integer":
      return "a whole number";
    case "number":
      return "a number";
    case "string":
      return shape.enum === undefined ? "text" : `one of ${shape.enum.join(", ")}`;
  }
}

function typed(shape: ValueShape, value: boolean | string | Decimal): Value | undefined {
  if (shape.type === "boolean") return typeof value === "boolean" ? value : undefined;
  if (shape.type !== "string") return isDecimal(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  return shape.enum === undefined || shape.enum.includes(value) ? value : undefined;
}

function remedy(shape: ValueShape, value: boolean | string | Decimal, source: string): string {
  if (shape.type === "string") {
    return typeof value === "string" ? nearest(value, shape.enum ?? []) : `; put it in quotes: "${source}"`;
  }
  if (shape.type === "boolean" && typeof value === "string") {
    if (/^(yes|on)$/i.test(value)) return `, not ${value}; write true`;
    if (/^(no|off)$/i.test(value)) return `, not ${value}; write false`;
  }
  const unquoted =
    shape.type === "boolean"
      ? /^(true|false)$/.test(String(value))
      : typeof value === "string" && parseDecimal(value) !== undefined;
  return unquoted ? ", without quotes" : "";
}

function nearest(value: string, words: readonly string[]): string {
  const hint = didYouMean(value, words);
  return hint.startsWith("; did") ? hint : "";
}

function outside(shape: ValueShape, number: Decimal): string | undefined {
  const { minimum, maximum, step, decimals } = shape;
  if (minimum !== undefined && compareDecimals(number, minimum) < 0)
    return `is below minimum, ${formatDecimal(minimum)}`;
  if (maximum !== undefined && compareDecimals(number, maximum) > 0)
    return `is above maximum, ${formatDecimal(maximum)}`;
  if (step !== undefined && !isMultiple(number, step)) return `is not a multiple of step, ${formatDecimal(step)}`;
  if (compareDecimals(roundTo(number, decimals), number) === 0) return undefined;
  return decimals === 0 ? "should be a whole number" : `has more than ${decimals} digits after the point; see decimals`;
}
