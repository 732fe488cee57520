import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareDecimals, formatDecimal, parseDecimal } from "../../../src/core/decimal.ts";
import type { CalibrationPoint, ProcessStep } from "../../../src/core/process-step.ts";
import { isDecimal } from "../../../src/core/value.ts";
import { Chain } from "../../../src/readings/filters/chain.ts";
import { filterOf } from "../../../src/readings/filters/filter-of.ts";
import { decimal, FilterBench, readingOf } from "./filter-bench.ts";

const points = (...pairs: readonly (readonly [string, string])[]): readonly CalibrationPoint[] =>
  pairs.map(([measured, right]) => ({ measured: decimal(measured), true: decimal(right) }));

function mapped(step: ProcessStep, ...texts: readonly string[]): readonly string[] {
  return new FilterBench([step]).take(...texts);
}

test("offset and scale are exact to the last digit", () => {
  assert.deepEqual(mapped({ kind: "offset", by: decimal("-0.1") }, "0.3", "0.1"), ["0.2", "0.0"]);
  assert.deepEqual(mapped({ kind: "scale", by: decimal("1.1") }, "1.1"), ["1.21"]);
});

test("clamp takes the nearest bound, and leaves open what is not bounded", () => {
  const both = { kind: "clamp", minimum: decimal("0"), maximum: decimal("100") } as const;
  assert.deepEqual(mapped(both, "-0.1", "0", "50", "100.1"), ["0", "0", "50", "100"]);
  assert.deepEqual(mapped({ ...both, maximum: undefined }, "-1", "1000"), ["0", "1000"]);
});

test("what is out of range keeps its value, gets the quality, and says why", () => {
  const step = { kind: "out-of-range", below: decimal("-40"), above: decimal("84.9") } as const;
  assert.deepEqual(mapped(step, "-40", "84.9", "85", "-41"), ["-40", "84.9", "out-of-range 85", "out-of-range -41"]);
  const bench = new FilterBench([step]);
  assert.deepEqual(bench.chain.take(readingOf("85"), bench.moment)?.fault, {
    code: "out-of-bounds",
    detail: "85 is above the maximum 84.9.",
  });
});

test("calibration by points goes straight from one to the next, and on beyond the outer ones", () => {
  const step = { kind: "calibrate-points", points: points(["100", "99"], ["0", "1"], ["50", "51"]) } as const;
  assert.deepEqual(mapped(step, "0", "25", "50", "75", "100"), [
    "1.000000",
    "26.000000",
    "51.000000",
    "75.000000",
    "99.000000",
  ]);
  assert.deepEqual(mapped(step, "-10", "110"), ["-9.000000", "108.600000"]);
});

test("calibration by a line through two points is that line, through more it is the nearest by least squares", () => {
  const two = { kind: "calibrate-line", points: points(["0", "1"], ["100", "99"]) } as const;
  assert.deepEqual(mapped(two, "0", "50", "100", "200"), ["1.000000", "50.000000", "99.000000", "197.000000"]);
  // Slope 1.5, start 1/3: the textbook's (0, 0), (1, 2), (2, 3), as computed by hand.
  const three = { kind: "calibrate-line", points: points(["0", "0"], ["1", "2"], ["2", "3"]) } as const;
  assert.deepEqual(mapped(three, "0", "1", "2"), ["0.166667", "1.666667", "3.166667"]);
});

const number = fc
  .integer({ min: -1_000_000, max: 1_000_000 })
  .map((digits) => formatDecimal({ coefficient: BigInt(digits), scale: 3 }));

test("calibration by points meets every point, and keeps the order of what rises", () => {
  const rising = fc.uniqueArray(fc.integer({ min: -500, max: 500 }), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(rising, rising, number, number, (xs, ys, a, b) => {
      const count = Math.min(xs.length, ys.length);
      const [x, y] = [xs, ys].map((list) => list.slice(0, count).sort((one, other) => one - other));
      const pairs = points(...(x ?? []).map((at, place) => [String(at), String(y?.[place])] as const));
      const chain = new Chain([filterOf({ kind: "calibrate-points", points: pairs }, 9)]);
      const through = (text: string) => chain.take(readingOf(text), { now: 0, utc: 0 })?.value;
      for (const point of pairs) {
        const met = through(formatDecimal(point.measured));
        assert.ok(isDecimal(met) && compareDecimals(met, point.true) === 0);
      }
      const [low, high] = Number(a) < Number(b) ? [a, b] : [b, a];
      const [from, to] = [through(low), through(high)];
      assert.ok(isDecimal(from) && isDecimal(to) && compareDecimals(from, to) <= 0);
    }),
  );
});

test("a mapping goes for what is out of range too, and a hole has nothing to map", () => {
  const bench = new FilterBench([
    { kind: "out-of-range", below: undefined, above: decimal("4094") },
    { kind: "scale", by: decimal("0.1") },
  ]);
  assert.deepEqual(bench.take("100", "4095", "fault", "unavailable"), [
    "10.0",
    "out-of-range 409.5",
    "fault undefined",
    "unavailable undefined",
  ]);
});

test("the order of steps counts, and each step does what it does alone", () => {
  const offset: ProcessStep = { kind: "offset", by: decimal("2") };
  const scale: ProcessStep = { kind: "scale", by: decimal("3") };
  assert.deepEqual(new FilterBench([offset, scale]).take("1"), ["9"]);
  assert.deepEqual(new FilterBench([scale, offset]).take("1"), ["5"]);
  fc.assert(
    fc.property(number, (text) => {
      const [alone = ""] = new FilterBench([offset]).take(text);
      assert.deepEqual(new FilterBench([offset, scale]).take(text), new FilterBench([scale]).take(alone));
      assert.ok(parseDecimal(alone));
    }),
  );
});
