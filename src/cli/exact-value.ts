import type { PropertyDescription } from "../../schemas/thing.ts";
import { decimalOf, parseDecimal } from "../core/decimal.ts";
import type { EventValue } from "../core/event-value.ts";
import type { Value } from "../core/value.ts";

/** A value out of an event's content; text is a number where the property says so. */
export function exactValue(value: EventValue, type: PropertyDescription["type"] | undefined): Value {
  if (typeof value === "number") return Number.isSafeInteger(value) ? decimalOf(value) : String(value);
  if (typeof value !== "string" || (type !== "number" && type !== "integer")) return value;
  return parseDecimal(value) ?? value;
}
