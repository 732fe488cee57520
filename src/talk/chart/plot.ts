import type { ChartSpan } from "./chart-series.ts";

/** Where the values of one property are drawn, in units of the picture; a width of 360 is that of a phone. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly span: ChartSpan;
}

/** Where a time stands; what lies outside at the edge. */
export function xOf({ left, right, span }: Plot, at: number): number {
  const part = (at - span.fromAt) / Math.max(1, span.toAt - span.fromAt);
  return left + Math.min(1, Math.max(0, part)) * (right - left);
}
