import { add, type Decimal } from "../../core/decimal.ts";
import type { Filter } from "./filter.ts";
import { mapNumber } from "./map-number.ts";

/** Adds the same to each number. */
export function offset(by: Decimal): Filter {
  return mapNumber((value) => add(value, by));
}
