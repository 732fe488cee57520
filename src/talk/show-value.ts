import { type Decimal, formatDecimal } from "../core/decimal.ts";
import { showDigits } from "../core/event-value.ts";
import type { Property } from "../core/property.ts";
import { sameValue } from "../core/same-value.ts";
import { showUnit } from "../core/unit.ts";
import { isDecimal, type Value } from "../core/value.ts";
import { visible } from "../core/visible.ts";
import type { Texts } from "../texts/english.ts";

/** A value in the words of the language: its label, `21.5 °C`, `on`, or the word itself, on one line: a device must not add lines to what is said. */
export function showValue(
  property: Pick<Property, "labels" | "unit" | "hasDecimals">,
  value: Value,
  { words, values }: Pick<Texts, "words" | "values">,
): string {
  const { labels, unit } = property;
  const labelled = labels.find((entry) => sameValue(entry.value, value));
  if (labelled !== undefined) return labelled.label;
  if (typeof value === "boolean") return (value ? words.on : words.off)[0] ?? String(value);
  if (!isDecimal(value)) return visible(value);
  const number = showDigits(property, value).replace(".", values.decimalPoint);
  const shown = unit === undefined ? "" : showUnit(unit);
  return shown === "" ? number : `${number} ${shown}`;
}

/** All its digits, with the decimal point of the language. */
export function showNumber(value: Decimal, { decimalPoint }: Texts["values"]): string {
  return formatDecimal(value).replace(".", decimalPoint);
}
