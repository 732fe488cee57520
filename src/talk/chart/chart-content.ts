import { type ChartContent, chartType } from "../../../schemas/chart.ts";
import { toEventValue } from "../../core/event-value.ts";
import type { ChartSeries, ChartSpan } from "./chart-series.ts";
import { rangeOf } from "./range-of.ts";

/** What rides along with the words of a chart, for programs. */
export function chartContent(
  all: readonly ChartSeries[],
  { fromAt, toAt }: ChartSpan,
  leftOut: number,
): { readonly [chartType]: ChartContent } {
  const series = all.map(seriesContent);
  return { [chartType]: { v: 1, from_at: fromAt, to_at: toAt, series, ...(leftOut > 0 && { left_out: leftOut }) } };
}

function seriesContent({ property, stretches }: ChartSeries): ChartContent["series"][number] {
  const { thing, name, unit, type } = property;
  const { least, greatest } = rangeOf(stretches);
  const last = stretches.at(-1);
  return {
    thing,
    name,
    ...(unit !== undefined && { unit }),
    count: stretches.reduce((sum, { count }) => sum + count, 0),
    ...(least !== undefined && { least: toEventValue(least, type) }),
    ...(greatest !== undefined && { greatest: toEventValue(greatest, type) }),
    ...(last !== undefined && { last: toEventValue(last.last, type), last_at: last.toAt }),
  };
}
