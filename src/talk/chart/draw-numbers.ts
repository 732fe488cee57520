import type { Decimal } from "../../core/decimal.ts";
import { formatDecimal } from "../../core/decimal.ts";
import type { Stretch } from "../../core/stretch.ts";
import { isDecimal } from "../../core/value.ts";
import type { ChartSeries } from "./chart-series.ts";
import { numberAxis } from "./number-axis.ts";
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

type NumberStretch = Stretch & { readonly least: Decimal; readonly greatest: Decimal };

const mostTicks = 4;

/** A curve through every first, least, greatest and last, cut where the value is not known; a lonely reading is a dot. */
export function drawNumbers({ property, stretches }: ChartSeries, plot: Plot, colour: string): DrawnPlot {
  const numbers = stretches.filter(isOfNumbers);
  const least = Math.min(...numbers.map((stretch) => toNumber(stretch.least)));
  const greatest = Math.max(...numbers.map((stretch) => toNumber(stretch.greatest)));
  const axis = numberAxis(least, greatest, property.decimals, mostTicks);
  const yOf = (value: number): number =>
    plot.bottom - ((value - axis.low) / (axis.high - axis.low)) * (plot.bottom - plot.top);
  const labels = axis.ticks.map(({ value, label }) => ({ text: label, y: yOf(value) }));
  const grid = labels.map(({ y }) => `M${round(plot.left)} ${round(y)}H${round(plot.right)}`).join("");
  const runs = unbrokenRuns(property, numbers).map((run) => run.flatMap((stretch) => pointsOf(stretch, plot, yOf)));
  const curve = runs.filter((points) => new Set(points).size > 1).map((points) => `M${points.join("L")}`);
  const dots = runs.filter((points) => new Set(points).size === 1).map(([point = ""]) => dot(point, colour));
  return {
    svg: [
      `<path d="${grid}" stroke="${palette.grid}" fill="none"/>`,
      `<path d="${curve.join("")}" stroke="${colour}" stroke-width="1.6" stroke-linejoin="round" fill="none"/>`,
      ...dots,
    ].join(""),
    labels,
  };
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
