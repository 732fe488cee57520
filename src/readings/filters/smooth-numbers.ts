import type { Decimal } from "../../core/decimal.ts";
import { isDecimal } from "../../core/value.ts";
import type { Filter } from "./filter.ts";

/**
 * A number out of this one and good ones before it. What is out of range or makes no sense leaves no trace; a source that was away
 * begins anew, since nothing is known of what lay between.
 */
export function smoothNumbers(begin: () => (value: Decimal) => Decimal): Filter {
  let smooth = begin();
  return {
    take: (reading) => (isDecimal(reading.value) ? { ...reading, value: smooth(reading.value) } : reading),
    passBy(reading) {
      if (reading.quality === "unavailable") smooth = begin();
      return reading;
    },
  };
}
