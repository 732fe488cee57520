import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import type { ChartSeries, ChartSpan } from "../chart/chart-series.ts";
import { canDraw } from "../chart/draw-words.ts";
import { saySeries, seriesName } from "../chart/say-series.ts";
import { saySpan } from "../chart/say-span.ts";
import { sparkLine } from "../chart/spark-line.ts";
import { escapeHtml } from "../escape-html.ts";
import { sentence } from "../sentence.ts";
import { stack } from "../table.ts";

export interface ChartTold {
  readonly span: ChartSpan;
  readonly timeZone: string;
  readonly leftOut: number;
  /** Why there is no picture of what could be drawn; undefined: there is one. */
  readonly noPicture: keyof Texts["chart"]["why"] | undefined;
}

/** What a chart says in words, for clients that show no picture: the time, and of each property its name, its range and a line of blocks. */
export function chart(all: readonly ChartSeries[], told: ChartTold, texts: Texts): Answer {
  const { chart: said } = texts;
  const { span, timeZone, leftOut, noPicture } = told;
  const isDrawable = all.some(canDraw);
  return stack([
    ...all.map((series) => one(series, span, texts)),
    sentence(saySpan(span, { locale: said.locale, timeZone })),
    ...(leftOut > 0 ? [sentence(said.more(leftOut))] : []),
    ...(isDrawable && noPicture !== undefined ? [sentence(said.noPicture(said.why[noPicture]))] : []),
  ]);
}

function one(series: ChartSeries, span: ChartSpan, texts: Texts): Answer {
  const name = seriesName(series);
  const isTooMuch = series.stretches.length > 0 && !canDraw(series);
  const line = series.stretches.length === 0 ? "" : sparkLine(series, span);
  const lines = [
    saySeries(series, texts),
    ...(isTooMuch ? [texts.chart.tooManyWords] : []),
    ...(line === "" ? [] : [line]),
  ];
  const html = [
    `<strong>${escapeHtml(name)}</strong>`,
    ...lines.map((text) => (text === line ? `<code>${text}</code>` : escapeHtml(text))),
  ];
  return { body: [name, ...lines].join("\n"), html: `<p>${html.join("<br>")}</p>` };
}
