import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Decimal, decimalOf, parseDecimal } from "../../src/core/decimal.ts";
import type { ReportRule } from "../../src/core/property.ts";
import type { Quality } from "../../src/core/quality.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { Value } from "../../src/core/value.ts";
import { ReportFilter } from "../../src/readings/report-filter.ts";
import { someProperty } from "../fakes/some-thing.ts";

const decimal = (text: string): Decimal => parseDecimal(text) ?? assert.fail(text);
const plain: ReportRule = { change: undefined, atMostEvery: 10_000, atLeastEvery: 600_000 };

function reading(value: Value | undefined, quality: Quality = "ok"): Reading {
  return { path: someProperty().path, value, quality, measuredAt: undefined, takenAt: 0 };
}

function filterOf(report: Partial<ReportRule>, momentary = false): ReportFilter {
  return new ReportFilter({ report: { ...plain, ...report }, momentary });
}

test("the first reading passes, the same value again does not", () => {
  const filter = filterOf({});
  assert.equal(filter.admit(reading(decimal("21.5")), 0), true);
  assert.equal(filter.admit(reading(decimal("21.50")), 20_000), false);
});

test("a number within the dead band is not recorded, and drift is measured from the recorded one", () => {
  const filter = filterOf({ change: decimal("0.2"), atMostEvery: 0 });
  filter.admit(reading(decimal("21.0")), 0);
  assert.equal(filter.admit(reading(decimal("21.1")), 1), false);
  assert.equal(filter.admit(reading(decimal("21.19")), 2), false);
  assert.equal(filter.admit(reading(decimal("21.2")), 3), true);
  assert.equal(filter.admit(reading(decimal("21.01")), 4), false);
  assert.equal(filter.admit(reading(decimal("21.0")), 5), true);
});

test("a change that comes too soon is recorded at the end of the interval, as it is by then", () => {
  const filter = filterOf({});
  filter.admit(reading(decimal("20")), 0);
  assert.equal(filter.admit(reading(decimal("21")), 3000), false);
  assert.equal(filter.admit(reading(decimal("22")), 6000), false);
  assert.equal(filter.nextDueAt(), 10_000);
  assert.equal(filter.due(9999), undefined);
  assert.deepEqual(filter.due(10_000)?.value, decimal("22"));
  assert.equal(filter.due(10_000), undefined);
  assert.equal(filter.nextDueAt(), undefined);
});

test("a change that went back by then is not recorded", () => {
  const filter = filterOf({});
  filter.admit(reading(decimal("20")), 0);
  filter.admit(reading(decimal("21")), 3000);
  filter.admit(reading(decimal("20")), 6000);
  assert.equal(filter.nextDueAt(), undefined);
  assert.equal(filter.due(10_000), undefined);
});

test("booleans and words pass on every change where nothing holds them back", () => {
  const filter = filterOf({ atMostEvery: 0 });
  const values = [true, false, true, "open", "closed"];
  assert.deepEqual(
    values.map((value, now) => filter.admit(reading(value), now)),
    values.map(() => true),
  );
});

test("a value that never changes is recorded again after `at_least_every`", () => {
  const filter = filterOf({});
  filter.admit(reading(false), 0);
  assert.equal(filter.admit(reading(false), 599_999), false);
  assert.equal(filter.admit(reading(false), 600_000), true);
  assert.equal(filter.admit(reading(false), 600_001), false);
});

test("every sample of a bell is kept", () => {
  const filter = filterOf({}, true);
  assert.deepEqual(
    [0, 1, 1, 2].map((now) => filter.admit({ ...reading(true), measuredAt: now }, now)),
    [true, true, true, true],
  );
});

test("a ring of which nobody knows when it was is none, a fault of the bell is one", () => {
  const filter = filterOf({}, true);
  assert.equal(filter.admit(reading(true), 0), false);
  assert.equal(filter.withheld, undefined);
  assert.equal(filter.admit(reading(undefined, "fault"), 1), true);
});

test("a change of quality always passes, and what was withheld before it is gone", () => {
  const filter = filterOf({});
  filter.admit(reading(decimal("20")), 0);
  filter.admit(reading(decimal("25")), 1);
  assert.equal(filter.admit(reading(undefined, "unavailable"), 2), true);
  assert.equal(filter.due(10_000), undefined);
  assert.equal(filter.admit(reading(undefined, "unavailable"), 10_003), false);
  assert.equal(filter.admit(reading(decimal("25")), 10_004), true);
});

test("whatever comes, the recorded value is never off by the dead band for longer than the interval", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 7000 })));
  fc.assert(
    fc.property(steps, (moves) => {
      const filter = filterOf({ change: decimalOf(5) });
      let now = 0;
      let recorded: number | undefined;
      let recordedAt = Number.NEGATIVE_INFINITY;
      const record = (value: number): void => {
        assert.ok(now - recordedAt >= 10_000);
        [recorded, recordedAt] = [value, now];
      };
      for (const [value, wait] of moves) {
        now += wait;
        if (filter.admit(reading(decimalOf(value)), now)) record(value);
        const late = filter.due(now)?.value;
        if (typeof late === "object") record(Number(late.coefficient));
        const isOff = recorded !== undefined && Math.abs(value - recorded) >= 5;
        assert.equal(filter.nextDueAt(), isOff ? recordedAt + 10_000 : undefined);
      }
    }),
  );
});

test("a dead band of 0 still does not record the same number again", () => {
  const filter = filterOf({ change: decimalOf(0), atMostEvery: 0 });
  filter.admit(reading(decimal("20")), 0);
  assert.equal(filter.admit(reading(decimal("20.0")), 1), false);
  assert.equal(filter.admit(reading(decimal("20.1")), 2), true);
});
