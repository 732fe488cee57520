import type { SealedFile } from "../../core/attachment.ts";
import type { RoomId } from "../../core/ids.ts";
import type { Log } from "../../core/log.ts";
import { chartFont } from "../../machine/chart-font.ts";
import { renderPicture } from "../../machine/render-picture.ts";
import type { MatrixLink } from "../../matrix/matrix-link.ts";
import type { ChartSeries, ChartSpan } from "../../talk/chart/chart-series.ts";
import { chartSvg } from "../../talk/chart/chart-svg.ts";
import { canDraw } from "../../talk/chart/draw-words.ts";
import { type ImageFile, imageEvent } from "../../talk/chart/image-event.ts";
import { readFontWidths } from "../../talk/chart/read-font-widths.ts";
import { seriesName } from "../../talk/chart/say-series.ts";
import { saySpan } from "../../talk/chart/say-span.ts";
import type { Texts } from "../../texts/english.ts";

export interface PictureParts {
  readonly link: Pick<MatrixLink, "upload" | "sender">;
  /** In the language of the people. */
  readonly texts: Texts;
  /** Lets the process do other work: each step takes some milliseconds, on a slow board some ten. */
  readonly breathe: () => Promise<void>;
  readonly log: Log;
}

export interface PicturePlace {
  readonly room: RoomId;
  /** The message that asked for it. */
  readonly eventId: string;
  readonly span: ChartSpan;
  readonly timeZone: string;
}

export type MadePicture =
  | { readonly kind: "made"; readonly content: Readonly<Record<string, unknown>> }
  | { readonly kind: "none"; readonly why: keyof Texts["chart"]["why"] };

/** Pixels of a phone's pixel: three for the picture, two for what stands in the timeline. */
const [pictureScale, thumbnailScale] = [3, 2];

/** Draws, encrypts and lays down what can be drawn; the room is asked before anything leaves. Never rejects. */
export async function makePicture(
  all: readonly ChartSeries[],
  { room, eventId, span, timeZone }: PicturePlace,
  { link, texts, breathe, log }: PictureParts,
  signal: AbortSignal,
): Promise<MadePicture> {
  const drawn = all.filter(canDraw);
  if (drawn.length === 0) return { kind: "none", why: "drawing" };
  if ((await link.sender.closedFor(room)) !== undefined) return { kind: "none", why: "room" };
  // The first use of a time zone loads it.
  const caption = `${drawn.map(seriesName).join(", ")}: ${saySpan(span, { locale: texts.chart.locale, timeZone })}`;
  await breathe();
  const rendered = await render(drawn, { span, timeZone, texts, breathe }, signal).catch((error: unknown) => {
    if (!signal.aborted) log.warn("a chart was not drawn", { error });
    return undefined;
  });
  if (rendered === undefined) return { kind: "none", why: "drawing" };
  const files: ImageFile[] = [];
  for (const { png, width, height } of rendered) {
    const outcome = await link.upload(room, png, signal);
    if (outcome.kind !== "uploaded") {
      const why = outcome.kind === "closed" ? "room" : outcome.kind === "too-large" ? "too-large" : "homeserver";
      if (!signal.aborted) log.warn(`a picture was not uploaded: ${outcome.detail}`, { why: outcome.kind });
      return { kind: "none", why };
    }
    files.push(imageFile(outcome.file, png, width, height));
  }
  const [picture, thumbnail] = files;
  if (picture === undefined || thumbnail === undefined) return { kind: "none", why: "drawing" };
  return { kind: "made", content: imageEvent({ caption, filename: nameOf(drawn), picture, thumbnail }, eventId) };
}

interface Rendered {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

async function render(
  drawn: readonly ChartSeries[],
  asked: Pick<PicturePlace, "span" | "timeZone"> & Pick<PictureParts, "texts" | "breathe">,
  signal: AbortSignal,
): Promise<readonly Rendered[]> {
  const font = readFontWidths(chartFont.read());
  const { svg, width, height } = chartSvg(drawn, { ...asked, font });
  await asked.breathe();
  const scales = [pictureScale, thumbnailScale];
  const widths = scales.map((scale) => scale * width);
  const pngs = await renderPicture(svg, widths, signal);
  return pngs.map((png, at) => {
    const scale = scales[at] ?? 1;
    return { png, width: scale * width, height: scale * height };
  });
}

function imageFile(file: SealedFile, png: Uint8Array, width: number, height: number): ImageFile {
  return { file, width, height, size: png.length };
}

function nameOf(drawn: readonly ChartSeries[]): string {
  const [only] = drawn;
  return drawn.length === 1 && only !== undefined ? `${only.property.path.replace("/", "-")}.png` : "chart.png";
}
