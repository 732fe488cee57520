import { compareDecimals } from "./decimal.ts";
import { isDecimal, type Value } from "./value.ts";

/** Whether two values are the same; numbers by what they are worth, so that 21.5 is 21.50. */
export function sameValue(a: Value, b: Value): boolean {
  return isDecimal(a) && isDecimal(b) ? compareDecimals(a, b) === 0 : a === b;
}
