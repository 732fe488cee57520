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
import { coloursOf, pngPixels } from "../../fakes/png-pixels.ts";
import { someProperty, someThing } from "../../fakes/some-thing.ts";
import { contrast, svgTexts } from "./svg-texts.ts";

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
    const texts = svgTexts(svg, font);
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
  const texts = svgTexts(svg, font).map(({ text }) => text);
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
    svgTexts(svg, font).some(({ text }) => text === "15.0 °C to 95.0 °C, last 24.0 °C"),
    JSON.stringify(svgTexts(svg, font)),
  );
  const heights = runs.flatMap((run) => run.split("L").map((point) => Number(point.split(" ")[1])));
  const highest = Math.min(...heights);
  const near = heights.filter((height) => height < highest + 50);
  assert.ok(near.length > 0 && near.length <= 2 && near.every((height) => height === highest), `the peak: ${near}`);
});

test("times are those of the zone", () => {
  const texts = svgTexts(chartSvg([temperature], parts).svg, font).map(({ text }) => text);
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
  const pixels = pngPixels(png);
  assert.deepEqual([pixels.width, pixels.height], [chartWidth, height]);
  const colours = coloursOf(pixels);
  const count = (colour: string) => colours.get(colour) ?? 0;
  assert.ok(count(palette.ground) > (chartWidth * height) / 2);
  assert.ok(count(palette.lines[0]) > 100 && count(palette.lines[1]) > 1_000 && count(palette.text) > 50);
  assert.ok(pixels.bytes.every((byte, place) => place % 4 !== 3 || byte === 255));
});

test("what is no picture is told as a fault", async () => {
  await assert.rejects(renderPicture("<svg", [10], new AbortController().signal), /could not be drawn/);
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(renderPicture("<svg/>", [10], stop.signal), /could not be drawn/);
});
