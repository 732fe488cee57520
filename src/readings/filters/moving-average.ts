import { add, type Decimal, decimalOf, divide, subtract } from "../../core/decimal.ts";
import type { Filter } from "./filter.ts";
import { smoothNumbers } from "./smooth-numbers.ts";

/** The mean of the last so many numbers, to `decimals` digits. The sum is exact, so nothing drifts. */
export function movingAverage(of: number, decimals: number): Filter {
  return smoothNumbers(() => {
    const window: Decimal[] = [];
    let sum = decimalOf(0);
    return (value) => {
      window.push(value);
      sum = add(sum, value);
      const oldest = window.length > of ? window.shift() : undefined;
      if (oldest !== undefined) sum = subtract(sum, oldest);
      return divide(sum, decimalOf(window.length), decimals);
    };
  });
}
