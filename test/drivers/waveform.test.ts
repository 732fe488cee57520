import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareDecimals, type Decimal, formatDecimal, parseDecimal } from "../../src/core/decimal.ts";
import { type Wave, type WaveformSettings, waveform } from "../../src/drivers/waveform.ts";

const exact = (text: string): Decimal => parseDecimal(text) ?? assert.fail(text);
const signal = (wave: Wave): WaveformSettings => ({
  wave,
  low: exact("10"),
  high: exact("20.5"),
  period: 1000,
  noise: undefined,
  seed: "",
});

test("each wave has its shape", () => {
  const drawn = (wave: Wave) => [0, 250, 500, 750].map((at) => formatDecimal(waveform(signal(wave), at, 2)));
  assert.deepEqual(drawn("sine"), ["15.25", "20.50", "15.25", "10.00"]);
  assert.deepEqual(drawn("square"), ["20.50", "20.50", "10.00", "10.00"]);
  assert.deepEqual(drawn("triangle"), ["10.00", "15.25", "20.50", "15.25"]);
  assert.deepEqual(drawn("sawtooth"), ["10.00", "12.63", "15.25", "17.88"]);
  assert.deepEqual(drawn("constant"), ["20.50", "20.50", "20.50", "20.50"]);
});

test("noise depends on time and seed alone and stays within its bounds", () => {
  const noisy = { ...signal("constant"), noise: exact("0.5"), seed: "thing/a" };
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.nat(2_000_000_000), (at) => {
      const value = waveform(noisy, at, 3);
      seen.add(formatDecimal(value));
      assert.deepEqual(value, waveform(noisy, at, 3));
      assert.ok(compareDecimals(value, exact("20")) >= 0 && compareDecimals(value, exact("21")) <= 0);
    }),
  );
  assert.ok(seen.size > 50);
  assert.notDeepEqual(waveform(noisy, 5, 3), waveform({ ...noisy, seed: "thing/b" }, 5, 3));
});
