import type { Decimal } from "./decimal.ts";
import type { AffordancePath } from "./ids.ts";
import type { Value } from "./value.ts";

/** What a condition asks of the latest reading of a property. Durations in ms. */
export type ConditionTest =
  | { readonly kind: "is"; readonly value: Value }
  | { readonly kind: "above"; readonly limit: Decimal }
  | { readonly kind: "below"; readonly limit: Decimal }
  | { readonly kind: "outside"; readonly low: Decimal; readonly high: Decimal }
  /** No sample for that long. */
  | { readonly kind: "stale"; readonly afterMs: number }
  | { readonly kind: "changes" };

/** One grammar for alerts, `only_if`, `only_while`, `expect` and `stop_when`. Stale or unknown is not met. */
export interface Condition {
  readonly path: AffordancePath;
  readonly test: ConditionTest;
  /** Numbers: once met it stays met until the value is back on this side. */
  readonly clearAt: Decimal | undefined;
  /** ms for which the test must hold before it is met. */
  readonly forMs: number;
}
