import { compareDecimals, type Decimal } from "../../core/decimal.ts";
import type { Stretch } from "../../core/stretch.ts";

/** The least and the greatest number of some stretches; undefined of booleans and texts, and of none. */
export function rangeOf(stretches: readonly Stretch[]): {
  readonly least: Decimal | undefined;
  readonly greatest: Decimal | undefined;
} {
  return {
    least: extreme(
      stretches.map(({ least }) => least),
      -1,
    ),
    greatest: extreme(
      stretches.map(({ greatest }) => greatest),
      1,
    ),
  };
}

function extreme(numbers: readonly (Decimal | undefined)[], sign: 1 | -1): Decimal | undefined {
  return numbers
    .flatMap((number) => number ?? [])
    .reduce<Decimal | undefined>(
      (found, number) => (found === undefined || compareDecimals(number, found) * sign > 0 ? number : found),
      undefined,
    );
}
