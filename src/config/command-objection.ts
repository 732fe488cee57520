import { compareDecimals, formatDecimal } from "../core/decimal.ts";
import type { Property } from "../core/property.ts";
import { isDecimal, type Value } from "../core/value.ts";

/** Why the bounds in an output's limits would refuse every command with this value; undefined: they would not. */
export function commandObjection({ limits, name }: Property, value: Value): string | undefined {
  if (!isDecimal(value)) return undefined;
  const { minimum, maximum } = limits;
  if (minimum !== undefined && compareDecimals(value, minimum) < 0) {
    return `is below minimum in the limits of ${name}, ${formatDecimal(minimum)}`;
  }
  if (maximum !== undefined && compareDecimals(value, maximum) > 0) {
    return `is above maximum in the limits of ${name}, ${formatDecimal(maximum)}`;
  }
  return undefined;
}
