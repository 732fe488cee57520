import type { FaultCode } from "./fault-codes.ts";
import type { AffordancePath } from "./ids.ts";
import type { Quality } from "./quality.ts";
import type { Value } from "./value.ts";

/** A decoded value of one property, rounded to the property's decimals. */
export interface Reading {
  readonly path: AffordancePath;
  /** Present for `ok`, `stale` and `out-of-range`; undefined where there is nothing to show. */
  readonly value: Value | undefined;
  readonly quality: Quality;
  /** UTC ms of the measurement, undefined where nobody knows it. */
  readonly measuredAt: number | undefined;
  /** UTC ms at which the agent took it. */
  readonly takenAt: number;
  readonly fault?: { readonly code: FaultCode; readonly detail: string };
}
