import type { ChartSeries, ChartSpan } from "./chart-series.ts";
import { type DrawnPlot, drawNumbers } from "./draw-numbers.ts";
import { drawWords, wordsOf } from "./draw-words.ts";
import type { FontWidths } from "./font-widths.ts";
import { palette } from "./palette.ts";
import { type Panel, panelsOf } from "./panels-of.ts";
import { type Plot, xOf } from "./plot.ts";
import { type SeriesTexts, saySeries, seriesName } from "./say-series.ts";
import { saySpan } from "./say-span.ts";
import { chartFont, round, svgText } from "./svg-text.ts";
import { timeTicks } from "./time-ticks.ts";

/** Units of the picture: the pixels of a narrow phone. */
export const chartWidth = 360;
const edge = 12;
const right = chartWidth - edge;
const plotWidth = chartWidth - 2 * edge;
const [titleSize, textSize] = [15, 12];
/** Name and what it was, above the plot. */
const headHeight = 38;
const rowHeight = 20;
const longestLabel = 84;

export interface ChartParts {
  readonly span: ChartSpan;
  readonly timeZone: string;
  readonly texts: SeriesTexts;
  readonly font: FontWidths;
}

export interface ChartPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Panels one under the other over a common time axis: no two scales in one plot. At least one series. */
export function chartSvg(all: readonly ChartSeries[], parts: ChartParts): ChartPicture {
  const panels = panelsOf(all);
  const left = leftOf(panels, parts);
  const drawn: string[] = [];
  let top = edge;
  for (const panel of panels) {
    const plotTop = top + headHeight * panel.series.length + 10;
    const plot = { left, right, top: plotTop, bottom: plotTop + plotHeight(panel, panels.length), span: parts.span };
    drawn.push(...panel.series.map((series, at) => head(series, panel.colours[at], top + headHeight * at, parts)));
    drawn.push(plotOf(panel, plot, parts));
    top = plot.bottom + 14;
  }
  drawn.push(timeAxis({ left, right, top: 0, bottom: top - 14, span: parts.span }, parts));
  const height = top + 44;
  const said = { x: edge, y: height - edge, size: textSize, fill: palette.quiet, width: plotWidth };
  drawn.push(svgText(saySpan(parts.span, wallOf(parts)), said, parts.font));
  const size = `width="${chartWidth}" height="${height}"`;
  const opening = `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${chartWidth} ${height}" font-family="${chartFont}">`;
  const ground = `<rect ${size} fill="${palette.ground}"/>`;
  return { svg: `${opening}${ground}${drawn.join("")}</svg>`, width: chartWidth, height };
}

/** The name in the colour of its curve, and what it was. */
function head(series: ChartSeries, colour: string = palette.text, top: number, { font, texts }: ChartParts): string {
  const name = seriesName(series);
  // Characters that the font does not have would be boxes; a path has none of them.
  const title = font.knows(name) ? name : series.property.path;
  const place = { x: edge, width: plotWidth };
  return [
    svgText(title, { ...place, y: top + 16, size: titleSize, fill: colour }, font),
    svgText(saySeries(series, texts), { ...place, y: top + 33, size: textSize, fill: palette.text }, font),
  ].join("");
}

function plotOf(panel: Panel, plot: Plot, parts: ChartParts): string {
  const { svg, labels } = draw(panel, plot, parts);
  const place = { x: plot.left - 6, size: textSize, fill: palette.quiet, anchor: "end", width: longestLabel } as const;
  return [svg, ...labels.map(({ text, y }) => svgText(text, { ...place, y: y + 4 }, parts.font))].join("");
}

function draw({ kind, series, colours }: Panel, plot: Plot, { texts }: ChartParts): DrawnPlot {
  if (kind === "numbers") return drawNumbers(series, plot, colours, texts);
  const [only] = series;
  return only === undefined ? { svg: "", labels: [] } : drawWords(only, plot, colours[0] ?? palette.text, texts);
}

/** Labels that would touch the one before are left out. */
function timeAxis(plot: Plot, parts: ChartParts): string {
  const drawn: string[] = [];
  let free = edge;
  for (const { at, label } of timeTicks(parts.span, wallOf(parts))) {
    const x = xOf(plot, at);
    drawn.push(`<path d="M${round(x)} ${round(plot.bottom)}v4" stroke="${palette.quiet}" fill="none"/>`);
    const half = (parts.font.widthOf(label) * textSize) / 2;
    const middle = Math.min(x, right - half);
    if (middle - half < free) continue;
    free = middle + half + 6;
    const place = { x: middle, y: plot.bottom + 17, size: textSize, fill: palette.quiet, anchor: "middle" } as const;
    drawn.push(svgText(label, { ...place, width: 2 * half + 1 }, parts.font));
  }
  return drawn.join("");
}

/** All plots begin below each other, right of the widest label. */
function leftOf(panels: readonly Panel[], parts: ChartParts): number {
  const trial: Plot = { left: 0, right: 1, top: 0, bottom: 1, span: parts.span };
  const labels = panels.flatMap((panel) => draw(panel, trial, parts).labels);
  const widest = Math.max(...labels.map(({ text }) => parts.font.widthOf(text) * textSize));
  return edge + Math.ceil(Math.min(longestLabel, widest)) + 6;
}

function plotHeight({ kind, series: [only] }: Panel, panels: number): number {
  if (kind === "words" && only !== undefined) return Math.max(1, wordsOf(only).length) * rowHeight;
  return panels === 1 ? 150 : 96;
}

function wallOf({ texts, timeZone }: ChartParts) {
  return { locale: texts.chart.locale, timeZone };
}
