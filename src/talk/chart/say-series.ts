import type { Texts } from "../../texts/english.ts";
import { showValue } from "../show-value.ts";
import type { ChartSeries } from "./chart-series.ts";
import { rangeOf } from "./range-of.ts";

export type SeriesTexts = Pick<Texts, "chart" | "values" | "words">;

/** How people know it: by Thing and own title. */
export function seriesName({ thing, property }: Pick<ChartSeries, "thing" | "property">): string {
  return `${thing.title} / ${property.title}`;
}

/** `18.2 °C to 27.9 °C, last 21.5 °C`, exact; of booleans and words the last one. */
export function saySeries({ property, stretches }: ChartSeries, texts: SeriesTexts): string {
  const { chart } = texts;
  const last = stretches.at(-1)?.last;
  if (last === undefined) return chart.nothing;
  const { least, greatest } = rangeOf(stretches);
  const said = showValue(property, last, texts);
  if (least === undefined || greatest === undefined) return chart.last(said);
  const bare = unlabelled(property);
  return chart.range(showValue(bare, least, texts), showValue(bare, greatest, texts), said);
}

/** A bound is told as a number. */
function unlabelled({ unit, hasDecimals }: ChartSeries["property"]) {
  return { unit, hasDecimals, labels: [] };
}
