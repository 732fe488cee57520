import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { formatDuration, parseDuration } from "../../src/core/duration.ts";

describe("parseDuration", () => {
  for (const [text, ms] of [
    ["20ms", 20],
    ["30s", 30_000],
    ["10m", 600_000],
    ["5h", 18_000_000],
    ["2d", 172_800_000],
    ["1.5h", 5_400_000],
    ["0.1s", 100],
    ["0s", 0],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(parseDuration(text), ms));
  }

  for (const text of [
    "",
    "10",
    "s",
    "1.5ms",
    "1.25s",
    "-1s",
    "+1s",
    "1 s",
    "1S",
    "1h30m",
    "1e3s",
    ".5s",
    "36526d",
    "1w",
  ]) {
    it(`does not take ${JSON.stringify(text)}`, () => assert.equal(parseDuration(text), undefined));
  }

  it("gives whole ms or nothing for any text", () => {
    const near = fc
      .tuple(fc.float(), fc.constantFrom("ms", "s", "m", "h", "d"))
      .map(([number, unit]) => `${number}${unit}`);
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (text) => {
        const ms = parseDuration(text);
        assert.ok(ms === undefined || (Number.isSafeInteger(ms) && ms >= 0));
      }),
    );
  });
});

describe("formatDuration", () => {
  for (const [ms, text] of [
    [600_000, "10m"],
    [5_400_000, "1h 30m"],
    [250, "250ms"],
    [0, "0s"],
    [90_061_001, "1d 1h 1m 1s 1ms"],
    [-1500, "-1s 500ms"],
  ] as const) {
    it(`writes ${ms} ms as ${text}`, () => assert.equal(formatDuration(ms), text));
  }

  it("writes parts that parseDuration reads back to the same sum", () => {
    fc.assert(
      fc.property(fc.nat(10 ** 12), (ms) => {
        const parts = formatDuration(ms).split(" ").map(parseDuration);
        assert.equal(
          parts.reduce<number>((sum, part) => sum + (part ?? Number.NaN), 0),
          ms,
        );
      }),
    );
  });
});
