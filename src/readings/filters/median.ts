import { add, compareDecimals, type Decimal, decimalOf, divide } from "../../core/decimal.ts";
import type { Filter } from "./filter.ts";
import { smoothNumbers } from "./smooth-numbers.ts";

/** The middle one of the last so many numbers; of an even count the mean of the two in the middle, to `decimals` digits. */
export function median(of: number, decimals: number): Filter {
  return smoothNumbers(() => {
    const window: Decimal[] = [];
    return (value) => {
      window.push(value);
      if (window.length > of) window.shift();
      return middleOf(window.toSorted(compareDecimals), decimals);
    };
  });
}

function middleOf(sorted: readonly Decimal[], decimals: number): Decimal {
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  const sum = middle.reduce((total, value) => add(total, value), decimalOf(0));
  return divide(sum, decimalOf(middle.length), decimals);
}
