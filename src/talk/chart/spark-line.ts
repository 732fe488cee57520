import { formatDecimal } from "../../core/decimal.ts";
import type { Stretch } from "../../core/stretch.ts";
import { isDecimal, type Value } from "../../core/value.ts";
import type { ChartSeries, ChartSpan } from "./chart-series.ts";
import { unbrokenRuns } from "./unbroken-runs.ts";

const steps = "▁▂▃▄▅▆▇█";
const gap = "·";
/** Nearer together than this part of themselves numbers are one: means are doubles. */
const leastSpread = 1e-9;
/** Characters: fits a phone beside nothing else. */
const cells = 24;

/** The curve as a line of text, from left to right; a dot where the value is not known. Empty for words, which have no height. */
export function sparkLine({ property, stretches }: ChartSeries, { fromAt, toAt }: ChartSpan): string {
  if (property.type === "string") return "";
  const runs = unbrokenRuns(property, stretches);
  const lasting = runs.map((run) => [run[0]?.fromAt ?? 0, run.at(-1)?.toAt ?? 0] as const);
  const heights = Array.from({ length: cells }, (_, cell) => {
    const [from, to] = [cell, cell + 1].map((part) => fromAt + ((toAt - fromAt) * part) / cells) as [number, number];
    const inside = stretches.filter((stretch) => stretch.toAt >= from && stretch.fromAt < to);
    if (inside.length > 0) return mean(inside.flatMap(heightsOf));
    const isKnown = lasting.some(([first, last]) => first < from && last >= to);
    const before = isKnown ? stretches.findLast((stretch) => stretch.toAt < from) : undefined;
    return before === undefined ? undefined : heightOf(before.last);
  });
  const known = heights.flatMap((height) => height ?? []);
  const [low, high] = property.type === "boolean" ? [0, 1] : [Math.min(...known), Math.max(...known)];
  return heights.map((height) => (height === undefined ? gap : stepAt(height, low, high))).join("");
}

function stepAt(height: number, low: number, high: number): string {
  if (high - low <= leastSpread * Math.max(Math.abs(low), Math.abs(high))) return steps[3] ?? gap;
  return steps[Math.min(steps.length - 1, Math.floor(((height - low) / (high - low)) * steps.length))] ?? gap;
}

function heightsOf({ first, last, least, greatest }: Stretch): readonly number[] {
  return [least ?? first, greatest ?? last].map(heightOf);
}

function heightOf(value: Value): number {
  return isDecimal(value) ? Number(formatDecimal(value)) : Number(value === true);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number / numbers.length, 0);
}
