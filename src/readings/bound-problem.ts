import { compareDecimals, type Decimal, formatShortest } from "../core/decimal.ts";
import { isDecimal, type Value } from "../core/value.ts";

/** One sentence on a number outside of its bounds, either of which may be open; undefined: it is inside. */
export function boundProblem(
  value: Value,
  minimum: Decimal | undefined,
  maximum: Decimal | undefined,
): string | undefined {
  if (!isDecimal(value)) return undefined;
  if (minimum !== undefined && compareDecimals(value, minimum) < 0) {
    return `${formatShortest(value)} is below the minimum ${formatShortest(minimum)}.`;
  }
  if (maximum !== undefined && compareDecimals(value, maximum) > 0) {
    return `${formatShortest(value)} is above the maximum ${formatShortest(maximum)}.`;
  }
  return undefined;
}
