import { absolute, compareDecimals, type Decimal, subtract } from "../../core/decimal.ts";
import { isDecimal } from "../../core/value.ts";
import type { Filter } from "./filter.ts";

/** A number goes on when it differs by at least so much from the last one that did; the first after a hole always does. */
export function delta(least: Decimal): Filter {
  let last: Decimal | undefined;
  return {
    take(reading) {
      if (!isDecimal(reading.value)) return reading;
      if (last !== undefined && compareDecimals(absolute(subtract(reading.value, last)), least) < 0) return undefined;
      last = reading.value;
      return reading;
    },
    passBy(reading) {
      last = undefined;
      return reading;
    },
  };
}
