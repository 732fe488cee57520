import { add, type Decimal, multiply, roundTo, subtract } from "../../core/decimal.ts";
import type { Filter } from "./filter.ts";
import { smoothNumbers } from "./smooth-numbers.ts";

/** Goes from where it is towards each new number by `weight` (more than 0, at most 1) of the way, to `decimals` digits. */
export function exponential(weight: Decimal, decimals: number): Filter {
  return smoothNumbers(() => {
    let at: Decimal | undefined;
    return (value) => {
      const next = at === undefined ? value : add(at, multiply(weight, subtract(value, at)));
      at = roundTo(next, decimals);
      return at;
    };
  });
}
