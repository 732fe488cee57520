import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import type { Property } from "../../../src/core/property.ts";
import type { Value } from "../../../src/core/value.ts";
import { chartFont } from "../../../src/machine/chart-font.ts";
import { drawPng } from "../../../src/machine/draw-png.ts";
import { downsample, type Sampled } from "../../../src/readings/downsample.ts";
import type { ChartSeries } from "../../../src/talk/chart/chart-series.ts";
import { chartSvg, chartWidth } from "../../../src/talk/chart/chart-svg.ts";
import { palette } from "../../../src/talk/chart/palette.ts";
import { readFontWidths } from "../../../src/talk/chart/read-font-widths.ts";
import { english, type Texts } from "../../../src/texts/english.ts";
import { german } from "../../../src/texts/german.ts";
import { type Pixels, pngPixels } from "../../fakes/png-pixels.ts";
import { someProperty, someThing } from "../../fakes/some-thing.ts";
import { contrast, svgTexts } from "./svg-texts.ts";

const hour = 3_600_000;
const toAt = Date.UTC(2026, 10, 26, 13, 3);
const font = readFontWidths(chartFont.read());
/** Parts of the time that are recorded. */
const readings = 600;

type Course = (part: number) => Value | undefined;

const tenths = (value: number): Value => ({ coefficient: BigInt(Math.round(value * 10)), scale: 1 });
const wave: Course = (part) => tenths(20 + 5 * Math.sin(part * 9));

/** `course`: the value at each part of the time, from 0 to 1; undefined: not there. */
function series(lengthMs: number, change: Partial<Property> & { name: string }, course: Course): ChartSeries {
  const fromAt = toAt - lengthMs;
  const atLeastEvery = lengthMs / readings;
  const property = someProperty({
    in: "greenhouse",
    ...change,
    report: { change: undefined, atMostEvery: 0, atLeastEvery },
  });
  const entries = Array.from({ length: readings }, (_, place): Sampled => {
    const value = course(place / readings);
    return { at: fromAt + place * atLeastEvery, quality: value === undefined ? "unavailable" : "ok", value };
  });
  const thing = someThing("greenhouse", [property], { title: "Greenhouse" });
  return { thing, property, stretches: downsample(entries, fromAt, toAt, 320) };
}

const temperature = (lengthMs: number, course = wave) =>
  series(lengthMs, { name: "temperature", title: "Temperature", unit: "Cel" }, course);

function several(lengthMs: number): readonly ChartSeries[] {
  return [
    temperature(lengthMs),
    series(lengthMs, { name: "soil", title: "Soil", unit: "Cel" }, (part) => tenths(12 + 4 * part)),
    series(lengthMs, { name: "humidity", title: "Humidity", unit: "%RH" }, (part) => tenths(55 + 20 * part ** 2)),
    series(lengthMs, { name: "pump", title: "Pump", type: "boolean", decimals: 0 }, (part) => (part * 40) % 8 < 1),
  ];
}

const gap: Course = (part) => (part > 0.4 && part < 0.55 ? undefined : wave(part));

interface Picture {
  readonly all: (lengthMs: number) => readonly ChartSeries[];
  readonly lengthMs: number;
  readonly texts?: Texts;
}

const pictures: Readonly<Record<string, Picture>> = {
  "one-1h": { all: (ms) => [temperature(ms)], lengthMs: hour },
  "one-24h-gap": { all: (ms) => [temperature(ms, gap)], lengthMs: 24 * hour },
  "one-30d": { all: (ms) => [temperature(ms)], lengthMs: 720 * hour },
  "several-1h": { all: several, lengthMs: hour },
  "several-24h": { all: several, lengthMs: 24 * hour },
  "several-30d": { all: several, lengthMs: 720 * hour },
  "german-24h": { all: (ms) => [temperature(ms, gap)], lengthMs: 24 * hour, texts: german },
};

const at = (name: string): URL => new URL(`./pictures/${name}`, import.meta.url);
const isUpdate = process.env.UPDATE_SNAPSHOTS === "1";

for (const [name, { all, lengthMs, texts = english }] of Object.entries(pictures)) {
  const span = { fromAt: toAt - lengthMs, toAt };
  const { svg } = chartSvg(all(lengthMs), { span, timeZone: "Europe/Berlin", texts, font });

  test(`${name} is drawn as it was; UPDATE_SNAPSHOTS=1 draws it anew`, () => {
    const lines = `${svg.replaceAll("><", ">\n<")}\n`;
    const [png = new Uint8Array()] = drawPng({ svg, fontFile: chartFont.file, widths: [chartWidth] });
    if (isUpdate) {
      writeFileSync(at(`${name}.svg.txt`), lines);
      writeFileSync(at(`${name}.png`), png);
    }
    assert.equal(lines, readFileSync(at(`${name}.svg.txt`), "utf8"));
    // Edges of letters and curves may be a shade other on another processor.
    const share = differing(pngPixels(png), pngPixels(readFileSync(at(`${name}.png`))));
    assert.ok(share < 0.001, `${(100 * share).toFixed(2)} % of the pixels differ`);
  });

  test(`${name} can be read on a phone: contrast of 4.5 or more, no text shortened, nothing at the edge`, () => {
    const texts = svgTexts(svg, font);
    assert.ok(texts.length > 5);
    const strokes = [...svg.matchAll(/stroke="(#\w+)"/g)].map(([, colour = ""]) => colour);
    for (const colour of [...texts.map(({ fill }) => fill), ...strokes.filter((one) => one !== palette.grid)]) {
      assert.ok(contrast(colour, palette.ground) >= 4.5, colour);
    }
    for (const { text, left, right } of texts) {
      assert.ok(left >= 0 && right <= chartWidth, `${text}: ${left} to ${right}`);
      assert.doesNotMatch(text, /…|\?/);
    }
    const [png = new Uint8Array()] = drawPng({ svg, fontFile: chartFont.file, widths: [chartWidth] });
    assert.deepEqual(edgeColours(pngPixels(png)), [palette.ground]);
  });
}

/** Share of the pixels of which a colour differs by more than a shade. */
function differing(one: Pixels, other: Pixels): number {
  assert.deepEqual([one.width, one.height], [other.width, other.height]);
  let count = 0;
  for (let place = 0; place < one.bytes.length; place += 4) {
    const isOther = [0, 1, 2].some((part) => Math.abs(byteAt(one, place + part) - byteAt(other, place + part)) > 24);
    count += Number(isOther);
  }
  return (4 * count) / one.bytes.length;
}

/** Of the outermost pixels. */
function edgeColours(pixels: Pixels): readonly string[] {
  const { width, height, bytes } = pixels;
  const colours = new Set<string>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x > 1 && x < width - 2 && y > 1 && y < height - 2) continue;
      const place = 4 * (y * width + x);
      colours.add(`#${Buffer.from(bytes.subarray(place, place + 3)).toString("hex")}`);
    }
  }
  return [...colours];
}

function byteAt({ bytes }: Pixels, place: number): number {
  return bytes[place] ?? 0;
}
