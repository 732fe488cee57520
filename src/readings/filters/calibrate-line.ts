import { add, type Decimal, decimalOf, divide, multiply, subtract } from "../../core/decimal.ts";
import type { CalibrationPoint } from "../../core/process-step.ts";
import type { Filter } from "./filter.ts";
import { mapNumber } from "./map-number.ts";

/**
 * The straight line nearest to all points, by least squares. At least two points, not all with the same `measured`. Sums are exact;
 * only the last division rounds, to `decimals` digits.
 */
export function calibrateLine(points: readonly CalibrationPoint[], decimals: number): Filter {
  const count = decimalOf(points.length);
  const sumOf = (of: (point: CalibrationPoint) => Decimal): Decimal =>
    points.reduce((sum, point) => add(sum, of(point)), decimalOf(0));
  const x = sumOf((point) => point.measured);
  const y = sumOf((point) => point.true);
  const xx = sumOf(({ measured }) => multiply(measured, measured));
  const xy = sumOf((point) => multiply(point.measured, point.true));
  // value → (rise × value + start) / run
  const run = subtract(multiply(count, xx), multiply(x, x));
  const rise = subtract(multiply(count, xy), multiply(x, y));
  const start = subtract(multiply(y, xx), multiply(x, xy));
  return mapNumber((value) => divide(add(multiply(rise, value), start), run, decimals));
}
