import type { Texts } from "../../texts/english.ts";
import type { ChartSeries, ChartSpan } from "./chart-series.ts";
import { drawNumbers } from "./draw-numbers.ts";
import { drawWords, wordsOf } from "./draw-words.ts";
import type { FontWidths } from "./font-widths.ts";
import { palette } from "./palette.ts";
import { type Plot, xOf } from "./plot.ts";
import { saySeries, seriesName } from "./say-series.ts";
import { chartFont, round, svgText } from "./svg-text.ts";
import { saySpan, timeTicks } from "./time-axis.ts";

/** Units of the picture: the pixels of a narrow phone. */
export const chartWidth = 360;
const edge = 12;
const plotWidth = chartWidth - 2 * edge;
const [titleSize, textSize] = [15, 12];
const rowHeight = 20;
const longestLabel = 84;

export interface ChartParts {
  readonly span: ChartSpan;
  readonly timeZone: string;
  readonly texts: Pick<Texts, "chart">;
  readonly font: FontWidths;
}

export interface ChartPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** One panel for each property, one under the other over a common time axis: no two scales in one plot. At least one series. */
export function chartSvg(all: readonly ChartSeries[], parts: ChartParts): ChartPicture {
  const left = leftOf(all, parts);
  const drawn: string[] = [];
  let top = edge;
  for (const [place, series] of all.entries()) {
    const bottom = top + 44 + plotHeight(series, all.length);
    const plot = { left, right: chartWidth - edge, top: top + 44, bottom, span: parts.span };
    drawn.push(panel(series, plot, palette.lines[place % palette.lines.length] ?? palette.text, parts));
    top = bottom + 14;
  }
  const axis = timeAxis({ left, right: chartWidth - edge, top: 0, bottom: top - 14, span: parts.span }, parts);
  const height = top + 44;
  const said = { x: edge, y: height - edge, size: textSize, fill: palette.quiet, width: plotWidth };
  const footer = svgText(saySpan(parts.span, wallOf(parts)), said, parts.font);
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${chartWidth}" height="${height}" viewBox="0 0 ${chartWidth} ${height}" font-family="${chartFont}">`;
  const ground = `<rect width="${chartWidth}" height="${height}" fill="${palette.ground}"/>`;
  return { svg: `${head}${ground}${drawn.join("")}${axis}${footer}</svg>`, width: chartWidth, height };
}

function panel(series: ChartSeries, plot: Plot, colour: string, { font, texts }: ChartParts): string {
  const { top, left } = plot;
  const { svg, labels } = isOfWords(series) ? drawWords(series, plot, colour) : drawNumbers(series, plot, colour);
  const beside = { x: left - 6, size: textSize, fill: palette.quiet, anchor: "end", width: longestLabel } as const;
  const name = seriesName(series);
  // Characters that the font does not have would be boxes; a path has none of them.
  const title = font.knows(name) ? name : series.property.path;
  return [
    svgText(title, { x: edge, y: top - 28, size: titleSize, fill: colour, width: plotWidth }, font),
    svgText(
      saySeries(series, texts),
      { x: edge, y: top - 11, size: textSize, fill: palette.text, width: plotWidth },
      font,
    ),
    svg,
    ...labels.map(({ text, y }) => svgText(text, { ...beside, y: y + 4 }, font)),
  ].join("");
}

/** Labels that would touch the one before are left out. */
function timeAxis(plot: Plot, parts: ChartParts): string {
  const drawn: string[] = [];
  let free = edge;
  for (const { at, label } of timeTicks(parts.span, wallOf(parts))) {
    const x = xOf(plot, at);
    drawn.push(`<path d="M${round(x)} ${round(plot.bottom)}v4" stroke="${palette.quiet}" fill="none"/>`);
    const half = (parts.font.widthOf(label) * textSize) / 2;
    const middle = Math.min(x, chartWidth - edge - half);
    if (middle - half < free) continue;
    free = middle + half + 6;
    const place = { x: middle, y: plot.bottom + 17, size: textSize, fill: palette.quiet, anchor: "middle" } as const;
    drawn.push(svgText(label, { ...place, width: 2 * half + 1 }, parts.font));
  }
  return drawn.join("");
}

/** All plots begin below each other, right of the widest label. */
function leftOf(all: readonly ChartSeries[], { span, font }: ChartParts): number {
  const trial: Plot = { left: 0, right: 1, top: 0, bottom: 1, span };
  const labels = all.flatMap((series) => (isOfWords(series) ? drawWords : drawNumbers)(series, trial, "").labels);
  const widest = Math.max(...labels.map(({ text }) => font.widthOf(text) * textSize));
  return edge + Math.ceil(Math.min(longestLabel, widest)) + 6;
}

function plotHeight(series: ChartSeries, panels: number): number {
  if (isOfWords(series)) return wordsOf(series).length * rowHeight;
  return panels === 1 ? 150 : 96;
}

function isOfWords({ property }: ChartSeries): boolean {
  return property.type === "boolean" || property.type === "string";
}

function wallOf({ texts, timeZone }: ChartParts) {
  return { locale: texts.chart.locale, timeZone };
}
