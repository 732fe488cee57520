import type { Property } from "../../core/property.ts";
import type { Stretch } from "../../core/stretch.ts";
import { mostWords } from "../../core/stretch.ts";
import { isDecimal } from "../../core/value.ts";
import { showValue } from "../show-value.ts";
import type { ChartSeries } from "./chart-series.ts";
import type { DrawnPlot, PlotTexts } from "./draw-numbers.ts";
import { palette } from "./palette.ts";
import { type Plot, xOf } from "./plot.ts";
import { round } from "./svg-text.ts";
import { unbrokenRuns } from "./unbroken-runs.ts";

type Word = boolean | string;

const barHeight = 10;
/** The shortest moment is still seen. */
const leastWidth = 1;

/** Whether there is something to draw, and of different texts not more than there are rows for. */
export function canDraw(series: Pick<ChartSeries, "property" | "stretches">): boolean {
  return series.stretches.length > 0 && wordsOf(series).length < mostWords;
}

/** The rows of booleans and words: of booleans both, of words those that were seen, in the order of the property's `enum`. */
export function wordsOf({ property, stretches }: Pick<ChartSeries, "property" | "stretches">): readonly Word[] {
  if (property.type === "boolean") return [true, false];
  const seen = new Set(stretches.flatMap(({ words }) => words));
  const known = (property.enum ?? []).filter((word) => seen.delete(word));
  return [...known, ...seen];
}

/** A row for each word, with a bar for as long as it held; where the value is not known, none. */
export function drawWords(series: ChartSeries, plot: Plot, colour: string, texts: PlotTexts): DrawnPlot {
  const { property, stretches } = series;
  const rows = wordsOf(series);
  const height = (plot.bottom - plot.top) / rows.length;
  const middle = (word: Word): number => plot.top + (rows.indexOf(word) + 0.5) * height;
  const lines = rows.map((word) => `M${round(plot.left)} ${round(middle(word))}H${round(plot.right)}`).join("");
  const bars = unbrokenRuns(property, stretches)
    .flatMap((run) => barsOf(property, run, run.at(-1) === stretches.at(-1) ? plot.span.toAt : undefined))
    .filter(({ word }) => rows.includes(word))
    .map(({ word, fromAt, toAt }) => {
      const x = xOf(plot, fromAt);
      const width = Math.max(leastWidth, xOf(plot, toAt) - x);
      const y = middle(word) - barHeight / 2;
      return `<rect x="${round(Math.min(x, plot.right - leastWidth))}" y="${round(y)}" width="${round(width)}" height="${barHeight}" fill="${colour}"/>`;
    });
  return {
    svg: `<path d="${lines}" stroke="${palette.grid}" fill="none"/>${bars.join("")}`,
    labels: rows.map((word) => ({ text: showValue(property, word, texts), y: middle(word) })),
  };
}

interface Bar {
  readonly word: Word;
  readonly fromAt: number;
  readonly toAt: number;
}

/** What was last said holds until the next is; at the end of everything until now, unless it is not known any more. */
function barsOf({ momentary }: Pick<Property, "momentary">, run: readonly Stretch[], endAt: number | undefined) {
  const bars: Bar[] = [];
  const add = (word: Word, fromAt: number, toAt: number): void => {
    const before = bars.at(-1);
    if (before?.word === word && before.toAt === fromAt) bars[bars.length - 1] = { ...before, toAt };
    else bars.push({ word, fromAt, toAt });
  };
  for (const [at, { words, last, fromAt, toAt, isBroken }] of run.entries()) {
    const next = run[at + 1]?.fromAt ?? (isBroken ? undefined : endAt) ?? toAt;
    for (const word of words) if (words.length > 1 || momentary) add(word, fromAt, momentary ? fromAt : toAt);
    if (isDecimal(last) || momentary) continue;
    add(last, words.length > 1 ? toAt : fromAt, next);
  }
  return bars;
}
