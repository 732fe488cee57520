import { type EventValue, toEventValue } from "../core/event-value.ts";
import { foldName } from "../core/fold-name.ts";
import type { Property } from "../core/property.ts";
import { showUnit } from "../core/unit.ts";
import type { Texts } from "../texts/english.ts";

/** A value as people type it (`on`, `open`, `21,5 °C`) as the input of a command; undefined when it is none. */
export function readTypedValue(
  property: Property,
  typed: readonly string[],
  words: Texts["words"],
): EventValue | undefined {
  const [first = ""] = typed;
  const isFilled = typed.length > 1 && words.fillers.some((filler) => foldName(filler) === foldName(first));
  const text = (isFilled ? typed.slice(1) : typed).join(" ");
  const folded = foldName(text);
  const labelled = property.labels.find(({ label }) => foldName(label) === folded);
  if (labelled !== undefined) return toEventValue(labelled.value, property.type);
  switch (property.type) {
    case "boolean":
      return readSwitch(folded, words);
    case "string":
      return property.enum === undefined ? text : property.enum.find((word) => foldName(word) === folded);
    case "integer":
    case "number":
      return readNumber(text, property.unit);
  }
}

function readSwitch(folded: string, { on, off }: Texts["words"]): boolean | undefined {
  if (on.some((word) => foldName(word) === folded)) return true;
  return off.some((word) => foldName(word) === folded) ? false : undefined;
}

/** `21`, `21.5`, `21,5`, with or without the property's own unit. */
function readNumber(text: string, unit: string | undefined): string | undefined {
  const [, number, typedUnit = ""] = /^([+-]?\d{1,20}(?:[.,]\d{1,20})?)\s*(\S{0,16})$/u.exec(text) ?? [];
  if (number === undefined) return undefined;
  const known = unit === undefined ? [] : [unit, showUnit(unit)];
  if (typedUnit !== "" && !known.some((name) => foldName(name) === foldName(typedUnit))) return undefined;
  return number.replace(",", ".");
}
