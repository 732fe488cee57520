import { formatDecimal } from "./decimal.ts";
import { isDecimal, type Value } from "./value.ts";

/** A value as the configuration writes it. */
export function sayValue(value: Value): string {
  return isDecimal(value) ? formatDecimal(value) : String(value);
}
