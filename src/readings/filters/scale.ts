import { type Decimal, multiply } from "../../core/decimal.ts";
import type { Filter } from "./filter.ts";
import { mapNumber } from "./map-number.ts";

/** Multiplies each number by the same. */
export function scale(by: Decimal): Filter {
  return mapNumber((value) => multiply(value, by));
}
