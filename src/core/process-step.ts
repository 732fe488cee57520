import type { Decimal } from "./decimal.ts";

/** What a sensor says, and what is true. */
export interface CalibrationPoint {
  readonly measured: Decimal;
  readonly true: Decimal;
}

/** One step between what was read and the latest value of a property. Durations in ms, counts in readings. */
export type ProcessStep =
  | { readonly kind: "offset"; readonly by: Decimal }
  | { readonly kind: "scale"; readonly by: Decimal }
  /** The straight line nearest to all points (least squares). */
  | { readonly kind: "calibrate-line"; readonly points: readonly CalibrationPoint[] }
  /** From point to point, by what is measured; beyond the outer ones as between the last two. */
  | { readonly kind: "calibrate-points"; readonly points: readonly CalibrationPoint[] }
  | { readonly kind: "clamp"; readonly minimum: Decimal | undefined; readonly maximum: Decimal | undefined }
  | { readonly kind: "out-of-range"; readonly below: Decimal | undefined; readonly above: Decimal | undefined }
  | { readonly kind: "median"; readonly of: number }
  | { readonly kind: "moving-average"; readonly of: number }
  /** `weight` of the newest reading, more than 0 and at most 1. */
  | { readonly kind: "exponential"; readonly weight: Decimal }
  | { readonly kind: "delta"; readonly least: Decimal }
  | { readonly kind: "throttle"; readonly every: number }
  | { readonly kind: "settle"; readonly for: number }
  | { readonly kind: "heartbeat"; readonly every: number };
