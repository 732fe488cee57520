import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Property } from "../src/core/property.ts";
import type { Thing } from "../src/core/thing.ts";
import { chartFont } from "../src/machine/chart-font.ts";
import { renderPicture } from "../src/machine/render-picture.ts";
import { openReadingFile } from "../src/store/reading-file.ts";
import type { ChartSeries } from "../src/talk/chart/chart-series.ts";
import { chartSvg } from "../src/talk/chart/chart-svg.ts";
import { readFontWidths } from "../src/talk/chart/read-font-widths.ts";
import { talkToPeople } from "../src/talk/talk-to-people.ts";
import { english } from "../src/texts/english.ts";
import { readStretches } from "../src/wiring/charts/read-stretches.ts";
import { operators } from "../test/fakes/gate-scene.ts";
import { someProperty, someThing } from "../test/fakes/some-thing.ts";
import { talkParts } from "../test/fakes/talk-parts.ts";
import { monotonicMs } from "./monotonic-ms.ts";

export interface ChartCost {
  /** ms for reading one property of ten over 30 days with a reading of each every 30 s, and the longest that the loop was held. */
  readonly readMs: number;
  readonly longestMs: number;
  /** ms for text, and for both pictures in their own process. */
  readonly svgMs: number;
  readonly renderMs: number;
  /** MB that process took at most (VmHWM), and bytes of both pictures. */
  readonly renderMemory: number;
  readonly pictureBytes: number;
}

const dayMs = 86_400_000;
const stepMs = 30_000;
const begin = Date.UTC(2026, 9, 27);
const span = { fromAt: begin, toAt: begin + 30 * dayMs };
const drawing = `
  const { drawPng } = await import(process.argv[1]);
  const { readFileSync } = await import("node:fs");
  drawPng(JSON.parse(readFileSync(0, "utf8")));
  console.log(/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]);`;

/** A chart of 30 days from a real file in `directory`, step by step. */
export async function measureChart(directory: string): Promise<ChartCost> {
  const properties = Array.from({ length: 10 }, (_, at) => someProperty({ in: "box", name: `p${at}`, unit: "Cel" }));
  const [property] = properties;
  if (property === undefined) throw new Error("the bench has no property");
  using readingLog = filledLog(directory, properties);
  let longestMs = 0;
  let since = monotonicMs();
  const breathe = async (): Promise<void> => {
    longestMs = Math.max(longestMs, monotonicMs() - since);
    await new Promise((done) => setImmediate(done));
    since = monotonicMs();
  };
  const started = monotonicMs();
  const parts = { readingLog, breathe };
  const stretches = await readStretches(property.path, span, parts, new AbortController().signal);
  const read = monotonicMs();
  const svg = svgOf([{ thing: someThing("box", properties), property, stretches }]);
  const drawn = monotonicMs();
  const pictures = await renderPicture(svg, [1080, 720], new AbortController().signal);
  const rendered = monotonicMs();
  const order = JSON.stringify({ svg, fontFile: chartFont.file, widths: [1080, 720] });
  const program = join(import.meta.dirname, "../src/machine/draw-png.ts");
  const flags = ["--max-old-space-size=64", "--input-type=module", "-e", drawing, program];
  const child = spawnSync(process.execPath, flags, { input: order, encoding: "utf8" });
  return {
    readMs: read - started,
    longestMs,
    svgMs: drawn - read,
    renderMs: rendered - drawn,
    renderMemory: Number(child.stdout) / 1024,
    pictureBytes: pictures.reduce((sum, { length }) => sum + length, 0),
  };
}

function filledLog(directory: string, properties: readonly Property[]) {
  const clock = {
    now: () => span.toAt,
    monotonic: () => 0,
    isTrusted: () => true,
    after: () => ({ [Symbol.dispose]: () => undefined }),
  };
  const onFault = (): never => {
    throw new Error("the reading log failed");
  };
  const keep = { size: 1024 ** 3, age: 400 * dayMs };
  const readingLog = openReadingFile(directory, { durabilityMs: 1000, keep, clock, onFault, onDamage: onFault });
  for (let at = span.fromAt, count = 0; at <= span.toAt; at += stepMs, count++) {
    for (const [place, { path, type, unit }] of properties.entries()) {
      const value = {
        coefficient: BigInt(200 + Math.round(50 * Math.sin(count / 500 + place)) + (count % 3)),
        scale: 1,
      };
      readingLog.append({ path, type, unit, scale: 1, value, quality: "ok", at });
    }
    if (count % 1000 === 0) readingLog.commit();
  }
  readingLog.commit();
  return readingLog;
}

function svgOf(series: readonly ChartSeries[]): string {
  const font = readFontWidths(chartFont.read());
  return chartSvg(series, { span, timeZone: "Europe/Berlin", texts: english, font }).svg;
}

/** ms for the answer to `!status` of an agent with so many Things of four properties each, the median of nine. */
export function measureStatus(count: number): number {
  const things: readonly Thing[] = Array.from({ length: count }, (_, at) =>
    someThing(
      `t${at}`,
      ["a", "b", "c", "d"].map((name) => someProperty({ in: `t${at}`, name, unit: "Cel" })),
    ),
  );
  const talk = talkToPeople(talkParts({ things }));
  const [operator] = operators;
  if (operator === undefined) throw new Error("the bench has no operator");
  const times = Array.from({ length: 9 }, () => {
    const started = monotonicMs();
    talk.understand({ body: "!status", operator, eventId: "$asked", isMentioned: false });
    return monotonicMs() - started;
  });
  return times.toSorted((one, other) => one - other)[4] ?? 0;
}
