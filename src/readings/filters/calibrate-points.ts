import { add, compareDecimals, type Decimal, divide, multiply, subtract } from "../../core/decimal.ts";
import type { CalibrationPoint } from "../../core/process-step.ts";
import type { Filter } from "./filter.ts";
import { mapNumber } from "./map-number.ts";

/**
 * Straight from each point to the next, and beyond the outer ones as between the last two. At least two points, no two with the
 * same `measured`, in any order. Rounds to `decimals` digits.
 */
export function calibratePoints(points: readonly CalibrationPoint[], decimals: number): Filter {
  const sorted = points.toSorted((a, b) => compareDecimals(a.measured, b.measured));
  return mapNumber((value) => {
    const above = sorted.findIndex(({ measured }) => compareDecimals(value, measured) <= 0);
    const right = Math.max(1, above < 0 ? sorted.length - 1 : above);
    const [from, to] = [sorted[right - 1], sorted[right]];
    return from === undefined || to === undefined ? value : between(from, to, value, decimals);
  });
}

function between(from: CalibrationPoint, to: CalibrationPoint, value: Decimal, decimals: number): Decimal {
  const rise = multiply(subtract(value, from.measured), subtract(to.true, from.true));
  return add(from.true, divide(rise, subtract(to.measured, from.measured), decimals));
}
