import assert from "node:assert/strict";
import { test } from "node:test";
import type { Property } from "../../../src/core/property.ts";
import type { Quality } from "../../../src/core/quality.ts";
import type { Value } from "../../../src/core/value.ts";
import { chartFont } from "../../../src/machine/chart-font.ts";
import { renderPicture } from "../../../src/machine/render-picture.ts";
import { downsample } from "../../../src/readings/downsample.ts";
import type { ChartSeries } from "../../../src/talk/chart/chart-series.ts";
import { chartSvg, chartWidth } from "../../../src/talk/chart/chart-svg.ts";
import { palette } from "../../../src/talk/chart/palette.ts";
import { readFontWidths } from "../../../src/talk/chart/read-font-widths.ts";
import { sparkLine } from "../../../src/talk/chart/spark-line.ts";
import { english } from "../../../src/texts/english.ts";
import { someProperty, someThing } from "../../fakes/some-thing.ts";

const toAt = Date.UTC(2026, 10, 26, 13, 3);
const minute = 60_000;
const span = { fromAt: toAt - 24 * 60 * minute, toAt };
const font = readFontWidths(chartFont.read());
const parts = { span, timeZone: "Europe/Berlin", texts: english, font };

const tenths = (value: number): Value => ({ coefficient: BigInt(Math.round(value * 10)), scale: 1 });

/** A reading a minute; undefined: the value is not there. */
function series(change: Partial<Property> & { name: string }, valueAt: (at: number) => Value | undefined): ChartSeries {
  const property = someProperty({ in: "greenhouse", ...change });
  const entries = Array.from({ length: 24 * 60 }, (_, at) => {
    const value = valueAt(at);
    const quality: Quality = value === undefined ? "unavailable" : "ok";
    return { at: span.fromAt + at * minute, quality, value };
  });
  return {
    thing: someThing("greenhouse", [property]),
    property,
    stretches: downsample(entries, span.fromAt, toAt, 320),
  };
}

const temperature = series({ name: "temperature", title: "Temperature", unit: "Cel" }, (at) =>
  at > 560 && at < 700 ? undefined : tenths(at === 1000 ? 95 : 20 + 5 * Math.sin(at / 200)),
);
const outside = series({ name: "outside", title: "<Outside> & more ".repeat(12), unit: "Cel" }, (at) =>
  tenths(at / 100),
);
const humidity = series({ name: "humidity", title: "Humidity", unit: "%RH" }, () => tenths(55));
const pump = series({ name: "pump", title: "Pump", type: "boolean", decimals: 0 }, (at) => at % 200 < 40);

const anchors = new Map<string | undefined, number>([
  ["middle", 0.5],
  ["end", 1],
]);

/** Texts with their boxes, from widths of the font. */
function textsOf(svg: string) {
  return [
    ...svg.matchAll(
      /<text x="([\d.-]+)" y="([\d.-]+)" font-size="(\d+)" fill="(#\w+)" text-anchor="(\w+)">([^<]*)<\/text>/g,
    ),
  ].map(([, x, y, size, fill = "", anchor, escaped = ""]) => {
    const text = escaped.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
    const width = font.widthOf(text) * Number(size);
    const left = Number(x) - width * (anchors.get(anchor) ?? 0);
    return { text, fill, left, right: left + width, y: Number(y) };
  });
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("text and curves stand out from the ground by at least 4.5, whatever the client's own ground is", () => {
  const { svg, width, height } = chartSvg([temperature, outside, humidity, pump], parts);
  assert.ok(svg.includes(`<rect width="${width}" height="${height}" fill="${palette.ground}"/>`));
  for (const colour of [palette.text, palette.quiet, ...palette.lines]) {
    assert.ok(contrast(colour, palette.ground) >= 4.5, `${colour} ${contrast(colour, palette.ground)}`);
  }
  const used = new Set([...svg.matchAll(/#[0-9a-f]{6}/g)].map(([colour]) => colour));
  const known: readonly string[] = [palette.ground, palette.text, palette.quiet, palette.grid, ...palette.lines];
  for (const colour of used) assert.ok(known.includes(colour), colour);
});

test("no text is cut, and none lies over another", () => {
  const wide = { title: "W".repeat(300), type: "string", decimals: 0 } as const;
  const words = series({ name: "state", ...wide }, (at) => ["a", "quite a long word that has no room", "🦀"][at % 3]);
  for (const all of [[temperature], [temperature, outside, humidity, pump], [words], [pump, words]]) {
    const { svg, height } = chartSvg(all, parts);
    const texts = textsOf(svg);
    assert.equal(texts.length, svg.split("<text").length - 1);
    for (const { text, left, right, y } of texts) {
      assert.ok(left >= 0 && right <= chartWidth && y > 8 && y < height, `${text}: ${left} to ${right} at ${y}`);
      const beside = texts.filter((other) => other.y === y && other.text !== text);
      assert.ok(
        beside.every((other) => other.right <= left || other.left >= right),
        text,
      );
    }
  }
});

test("numbers of one unit share a scale, each other has its own, in the order that was asked for", () => {
  const { svg } = chartSvg([temperature, outside, humidity, pump], parts);
  const texts = textsOf(svg).map(({ text }) => text);
  const place = (text: string) => texts.findIndex((one) => one.startsWith(text));
  assert.ok(place("greenhouse / Temperature") < place("greenhouse / <Outside>"));
  assert.deepEqual(texts.slice(4, 7), ["0", "50", "100"]);
  assert.ok(place("100") < place("greenhouse / Humidity"));
  assert.deepEqual(
    texts.filter((text) => text === "on" || text === "off"),
    ["on", "off"],
  );
});

test("a curve ends where the value is not known and goes on behind it; a single peak is kept", () => {
  const { svg } = chartSvg([temperature], parts);
  const [curve = ""] = [...svg.matchAll(/d="([^"]*)" stroke="#0a58ad"/g)].map(([, path]) => path);
  const runs = curve.split("M").slice(1);
  assert.equal(runs.length, 2);
  assert.ok(
    textsOf(svg).some(({ text }) => text === "15.0 °C to 95.0 °C, last 24.0 °C"),
    JSON.stringify(textsOf(svg)),
  );
  const heights = runs.flatMap((run) => run.split("L").map((point) => Number(point.split(" ")[1])));
  const highest = Math.min(...heights);
  const near = heights.filter((height) => height < highest + 50);
  assert.ok(near.length > 0 && near.length <= 2 && near.every((height) => height === highest), `the peak: ${near}`);
});

test("times are those of the zone", () => {
  const texts = textsOf(chartSvg([temperature], parts).svg).map(({ text }) => text);
  assert.deepEqual(texts.slice(-5), ["18:00", "Thu 26", "06:00", "12:00", "25 Nov, 14:03 – 26 Nov, 14:03 CET"]);
});

test("the line of blocks has a dot where nothing is known", () => {
  assert.match(sparkLine(temperature, span), /^[▁-█]{10}·[▁-█]{13}$/);
  assert.equal(sparkLine(humidity, span), "▄".repeat(24));
});

test("it is rendered in a process of its own, opaque, with its curves in their colours", async () => {
  const { svg, height } = chartSvg([temperature, pump], parts);
  const [png] = await renderPicture(svg, [chartWidth], new AbortController().signal);
  assert.ok(png !== undefined);
  const pixels = await pixelsOf(png);
  assert.deepEqual([pixels.width, pixels.height], [chartWidth, height]);
  const count = (colour: string) => pixels.colours.get(colour) ?? 0;
  assert.ok(count(palette.ground) > (chartWidth * height) / 2);
  assert.ok(count(palette.lines[0]) > 100 && count(palette.lines[1]) > 1_000 && count(palette.text) > 50);
  assert.equal(pixels.leastAlpha, 255);
});

test("what is no picture is told as a fault", async () => {
  await assert.rejects(renderPicture("<svg", [10], new AbortController().signal), /could not be drawn/);
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(renderPicture("<svg/>", [10], stop.signal), /could not be drawn/);
});

/** Undoes a PNG of 8 bit RGBA (PNG specification, filtering). */
async function pixelsOf(png: Uint8Array) {
  const { inflateSync } = await import("node:zlib");
  const file = Buffer.from(png);
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  assert.deepEqual([...file.subarray(24, 26)], [8, 6]);
  const packed: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString("latin1", at + 4, at + 8) === "IDAT")
      packed.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  }
  const raw = inflateSync(Buffer.concat(packed));
  const row = 4 * width;
  const bytes = Buffer.alloc(row * height);
  const colours = new Map<string, number>();
  let leastAlpha = 255;
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x++) {
      const left = x >= 4 ? (bytes[y * row + x - 4] ?? 0) : 0;
      const up = y > 0 ? (bytes[(y - 1) * row + x] ?? 0) : 0;
      const corner = x >= 4 && y > 0 ? (bytes[(y - 1) * row + x - 4] ?? 0) : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      bytes[y * row + x] = (raw[y * (row + 1) + 1 + x] ?? 0) + guess;
    }
    for (let x = 0; x < row; x += 4) {
      const at = y * row + x;
      const colour = `#${bytes.toString("hex", at, at + 3)}`;
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
      leastAlpha = Math.min(leastAlpha, bytes[at + 3] ?? 0);
    }
  }
  return { width, height, colours, leastAlpha };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
