import type { Decimal } from "./decimal.ts";

/** A value of a property: `boolean`, `string` (an enum word), or an exact number (`integer` has scale 0). */
export type Value = boolean | string | Decimal;

/** What stands on the bus before `values`, `scale` and `offset` are applied. */
export type Wire = boolean | string | Decimal;

export function isDecimal(value: Value | undefined): value is Decimal {
  return typeof value === "object";
}
