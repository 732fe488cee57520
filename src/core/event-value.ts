import {
  compareDecimals,
  type Decimal,
  decimalOf,
  formatDecimal,
  formatShortest,
  isMultiple,
  parseDecimal,
  roundTo,
} from "./decimal.ts";
import type { Property } from "./property.ts";
import { sameValue } from "./same-value.ts";
import { showUnit } from "./unit.ts";
import { isDecimal, type Value } from "./value.ts";

/** How a value stands in the content of an event; Matrix allows no floats (spec, appendices, canonical JSON). */
export type EventValue = boolean | number | string;

export type ReadInput = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

type ValueRules = Pick<Property, "type" | "decimals" | "minimum" | "maximum" | "step" | "enum">;

/** An integer of type `integer` as a JSON integer where it is a safe one, every other number as a decimal string. */
export function toEventValue(value: Value, type: Property["type"]): EventValue {
  if (!isDecimal(value)) return value;
  if (type !== "integer" || value.scale !== 0) return formatDecimal(value);
  const integer = Number(value.coefficient);
  return Number.isSafeInteger(integer) ? integer : formatDecimal(value);
}

/**
 * Takes the input of a command for a property: JSON booleans, words, and numbers as decimal strings or JSON integers.
 * Nothing is rounded: digits that the property does not have are a problem. `problem` is one sentence.
 */
export function readInput(property: ValueRules, input: unknown): ReadInput {
  switch (property.type) {
    case "boolean":
      return typeof input === "boolean" ? { ok: true, value: input } : no("Give true or false.");
    case "string":
      return readWord(property.enum, input);
    case "integer":
    case "number":
      return readNumber(property, input);
  }
}

/** How people read a value: its label, or `21.5 °C`, `on`, `off`, or the word itself. */
export function showValue(property: Pick<Property, "labels" | "unit" | "hasDecimals">, value: Value): string {
  const labelled = property.labels.find((entry) => sameValue(entry.value, value));
  if (labelled !== undefined) return labelled.label;
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "string") return value;
  const unit = property.unit === undefined ? "" : showUnit(property.unit);
  const number = showDigits(property, value);
  return unit === "" ? number : `${number} ${unit}`;
}

/** All its digits where the configuration says how many there are, else those that say something. */
export function showDigits({ hasDecimals }: Pick<Property, "hasDecimals">, value: Decimal): string {
  return hasDecimals ? formatDecimal(value) : formatShortest(value);
}

function readWord(words: readonly string[] | undefined, input: unknown): ReadInput {
  if (typeof input !== "string") return no("Give a text.");
  if (words !== undefined && !words.includes(input)) return no(`Give one of ${words.join(", ")}.`);
  if (input.length > longestText || !input.isWellFormed())
    return no(`Give a text of at most ${longestText} characters.`);
  return { ok: true, value: input };
}

/** UTF-16 units of a text value. */
export const longestText = 1024;

function readNumber(rules: ValueRules, input: unknown): ReadInput {
  const number = numberOf(input);
  if (number === undefined) {
    return no(rules.type === "integer" ? "Give a whole number." : 'Give a number as a decimal string, such as "21.5".');
  }
  const value = roundTo(number, rules.decimals);
  if (compareDecimals(value, number) !== 0) {
    return no(rules.decimals === 0 ? "Give a whole number." : `Give at most ${rules.decimals} digits after the point.`);
  }
  return checkBounds(rules, value);
}

function numberOf(input: unknown): Decimal | undefined {
  if (typeof input === "string") return parseDecimal(input);
  return typeof input === "number" && Number.isSafeInteger(input) ? decimalOf(input) : undefined;
}

function checkBounds({ minimum, maximum, step }: ValueRules, value: Decimal): ReadInput {
  if (minimum !== undefined && compareDecimals(value, minimum) < 0)
    return no(`Give at least ${formatDecimal(minimum)}.`);
  if (maximum !== undefined && compareDecimals(value, maximum) > 0)
    return no(`Give at most ${formatDecimal(maximum)}.`);
  if (step !== undefined && !isMultiple(value, step)) return no(`Give a multiple of ${formatDecimal(step)}.`);
  return { ok: true, value };
}

function no(problem: string): ReadInput {
  return { ok: false, problem };
}
