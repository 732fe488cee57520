import { compareDecimals, type Decimal } from "../../core/decimal.ts";
import type { Texts } from "../../texts/english.ts";
import { showValue } from "../show-value.ts";
import type { ChartSeries } from "./chart-series.ts";

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
  const least = extreme(
    stretches.map((stretch) => stretch.least),
    -1,
  );
  const greatest = extreme(
    stretches.map((stretch) => stretch.greatest),
    1,
  );
  const said = showValue(property, last, texts);
  if (least === undefined || greatest === undefined) return chart.last(said);
  const bare = unlabelled(property);
  return chart.range(showValue(bare, least, texts), showValue(bare, greatest, texts), said);
}

/** A bound is told as a number. */
function unlabelled({ unit }: ChartSeries["property"]) {
  return { unit, labels: [] };
}

function extreme(numbers: readonly (Decimal | undefined)[], sign: 1 | -1): Decimal | undefined {
  return numbers
    .flatMap((number) => number ?? [])
    .reduce<Decimal | undefined>(
      (found, number) => (found === undefined || compareDecimals(number, found) * sign > 0 ? number : found),
      undefined,
    );
}
