import type { Decimal } from "../../core/decimal.ts";
import type { Reading } from "../../core/reading.ts";
import { isDecimal } from "../../core/value.ts";
import type { Filter } from "./filter.ts";

/** Another number for each number, whatever its quality; remembers nothing. */
export function mapNumber(map: (value: Decimal) => Decimal): Filter {
  const mapped = (reading: Reading): Reading =>
    isDecimal(reading.value) ? { ...reading, value: map(reading.value) } : reading;
  return { take: mapped, passBy: mapped };
}
