import type { Decimal } from "../../core/decimal.ts";
import { formatDecimal } from "../../core/decimal.ts";
import type { Stretch } from "../../core/stretch.ts";
import { isDecimal } from "../../core/value.ts";
import type { Texts } from "../../texts/english.ts";
import type { ChartSeries } from "./chart-series.ts";
import { type NumberAxis, numberAxis } from "./number-axis.ts";
import { palette } from "./palette.ts";
import { type Plot, xOf } from "./plot.ts";
import { round } from "./svg-text.ts";
import { unbrokenRuns } from "./unbroken-runs.ts";

/** A label beside the plot, at a height of it. */
export interface SideLabel {
  readonly text: string;
  readonly y: number;
}

export interface DrawnPlot {
  readonly svg: string;
  readonly labels: readonly SideLabel[];
}

export type PlotTexts = Pick<Texts, "values" | "words">;

type NumberStretch = Stretch & { readonly least: Decimal; readonly greatest: Decimal };

/**
 * Curves of one unit over one scale, each through every first, least, greatest and last, cut where the value is not known; a lonely reading
 * is a dot.
 */
export function drawNumbers(
  all: readonly ChartSeries[],
  plot: Plot,
  colours: readonly string[],
  { values }: PlotTexts,
): DrawnPlot {
  const axis = axisOf(all, values.decimalPoint);
  const yOf = (value: number): number =>
    plot.bottom - ((value - axis.low) / (axis.high - axis.low)) * (plot.bottom - plot.top);
  const labels = axis.ticks.map(({ value, label }) => ({ text: label, y: yOf(value) }));
  const grid = labels.map(({ y }) => `M${round(plot.left)} ${round(y)}H${round(plot.right)}`).join("");
  const curves = all.map((series, place) => curveOf(series, plot, yOf, colours[place] ?? palette.text));
  return { svg: `<path d="${grid}" stroke="${palette.grid}" fill="none"/>${curves.join("")}`, labels };
}

function axisOf(all: readonly ChartSeries[], decimalPoint: string): NumberAxis {
  const numbers = all.flatMap(({ stretches }) => stretches.filter(isOfNumbers));
  const ends = numbers.flatMap(({ least, greatest }) => [toNumber(least), toNumber(greatest)]);
  const [low, high] = ends.reduce(([least, most], end) => [Math.min(least, end), Math.max(most, end)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number]);
  const decimals = Math.max(...all.map(({ property }) => property.decimals));
  return low > high ? numberAxis(0, 1, decimals, decimalPoint) : numberAxis(low, high, decimals, decimalPoint);
}

function curveOf({ property, stretches }: ChartSeries, plot: Plot, yOf: (value: number) => number, colour: string) {
  const numbers = stretches.filter(isOfNumbers);
  const runs = unbrokenRuns(property, numbers).map((run) => run.flatMap((stretch) => pointsOf(stretch, plot, yOf)));
  const curve = runs.filter((points) => new Set(points).size > 1).map((points) => `M${points.join("L")}`);
  const dots = runs.filter((points) => new Set(points).size === 1).map(([point = ""]) => dot(point, colour));
  return [
    `<path d="${curve.join("")}" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round" fill="none"/>`,
    ...dots,
  ].join("");
}

function isOfNumbers(stretch: Stretch): stretch is NumberStretch {
  return stretch.least !== undefined && stretch.greatest !== undefined;
}

function pointsOf(stretch: NumberStretch, plot: Plot, yOf: (value: number) => number): readonly string[] {
  const { fromAt, toAt } = stretch;
  const [least, greatest] = [toNumber(stretch.least), toNumber(stretch.greatest)];
  const first = isDecimal(stretch.first) ? toNumber(stretch.first) : least;
  const last = isDecimal(stretch.last) ? toNumber(stretch.last) : greatest;
  const between = first - least < greatest - first ? [least, greatest] : [greatest, least];
  const middle = (fromAt + toAt) / 2;
  const points = [[fromAt, first], ...between.map((value) => [middle, value]), [toAt, last]] as const;
  const drawn = points.map(([at = 0, value = 0]) => `${round(xOf(plot, at))} ${round(yOf(value))}`);
  return drawn.filter((point, place) => point !== drawn[place - 1]);
}

function dot(point: string, colour: string): string {
  const [x, y] = point.split(" ");
  return `<circle cx="${x}" cy="${y}" r="1.8" fill="${colour}"/>`;
}

/** A double is exact enough for a pixel. */
function toNumber(decimal: Decimal): number {
  return Number(formatDecimal(decimal));
}
