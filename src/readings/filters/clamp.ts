import { compareDecimals, type Decimal } from "../../core/decimal.ts";
import type { Filter } from "./filter.ts";
import { mapNumber } from "./map-number.ts";

/** The nearest number between two bounds, either of which may be left open. */
export function clamp(minimum: Decimal | undefined, maximum: Decimal | undefined): Filter {
  return mapNumber((value) => {
    if (minimum !== undefined && compareDecimals(value, minimum) < 0) return minimum;
    if (maximum !== undefined && compareDecimals(value, maximum) > 0) return maximum;
    return value;
  });
}
