import type { Configuration } from "../../config/configuration.ts";
import type { AskedChart } from "../../core/chart-wish.ts";
import type { Log } from "../../core/log.ts";
import type { Property } from "../../core/property.ts";
import { visibleProperties } from "../../readings/visible-properties.ts";
import { answerEvent } from "../../talk/answer-event.ts";
import { chart as chartInWords } from "../../talk/answers/chart.ts";
import { chartContent } from "../../talk/chart/chart-content.ts";
import type { ChartSeries } from "../../talk/chart/chart-series.ts";
import { sentence } from "../../talk/sentence.ts";
import { type SendingParts, timelineAudience } from "../sending-parts.ts";
import type { PictureParts } from "./make-picture.ts";
import { type HistoryParts, readStretches } from "./read-stretches.ts";

export interface AnswerChartParts extends PictureParts, HistoryParts {
  readonly configuration: Configuration;
  readonly link: PictureParts["link"] & { readonly rooms: Pick<SendingParts["link"]["rooms"], "isEncrypted"> };
  readonly store: Pick<SendingParts["store"], "together" | "post">;
  readonly clock: Pick<SendingParts["clock"], "now">;
  readonly log: Log;
}

/** Whole `m.room.message`s: a notice that stands alone, then the picture, where there is one. Throws only when the history cannot be read. */
export async function answerChart(
  { chart, room, eventId }: AskedChart,
  parts: AnswerChartParts,
  signal: AbortSignal,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { configuration, link, clock, texts } = parts;
  const { timeZone } = configuration;
  const toAt = clock.now();
  const span = { fromAt: toAt - chart.lengthMs, toAt };
  const audience = timelineAudience(configuration, link, room);
  const all: ChartSeries[] = [];
  for (const property of chart.properties) {
    const thing = thingOf(property, configuration);
    if (thing === undefined || !visibleProperties(thing, audience).includes(property)) continue;
    all.push({ thing, property, stretches: await readStretches(property.path, span, parts, signal) });
  }
  if (all.length === 0) return [answerEvent(sentence(texts.questions.nothingReadable), eventId)];
  // Loaded on its own: all at once would hold the loop for longer.
  const { makePicture } = await import("./make-picture.ts");
  const picture = await makePicture(all, { room, eventId, span, timeZone }, parts, signal);
  await parts.breathe();
  const told = { span, timeZone, leftOut: chart.leftOut, noPicture: picture.kind === "none" ? picture.why : undefined };
  const notice = answerEvent(chartInWords(all, told, texts), eventId, chartContent(all, span, chart.leftOut));
  return picture.kind === "none" ? [notice] : [notice, picture.content];
}

function thingOf({ thing }: Property, { things }: Configuration): ChartSeries["thing"] | undefined {
  return things.find(({ id }) => id === thing);
}
