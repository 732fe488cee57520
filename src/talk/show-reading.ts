import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Texts } from "../texts/english.ts";
import { showValue } from "./show-value.ts";

/** `21.5 °C, 12 s ago`; with its quality where that is not `ok`. */
export function showReading(
  property: Property,
  reading: Reading | undefined,
  now: number,
  texts: Pick<Texts, "values" | "words">,
): string {
  const { values } = texts;
  if (reading === undefined) return values.none;
  const { value, quality, measuredAt } = reading;
  const shown = value === undefined ? [] : [showValue(property, value, texts)];
  const doubt = quality === "ok" ? [] : [values.quality[quality]];
  const age = measuredAt === undefined ? values.ageUnknown : values.age(now - measuredAt);
  return [...shown, ...doubt, ...(value === undefined ? [] : [age])].join(", ");
}
