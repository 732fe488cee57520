import assert from "node:assert/strict";
import { test } from "node:test";
import type { Condition, ConditionTest } from "../../src/core/condition.ts";
import { type Decimal, decimalOf, parseDecimal } from "../../src/core/decimal.ts";
import { type ConditionMemory, meetsCondition, nextLookIn, noMemory } from "../../src/core/meets-condition.ts";
import type { Quality } from "../../src/core/quality.ts";
import type { Value } from "../../src/core/value.ts";
import { someProperty } from "../fakes/some-thing.ts";

const { path } = someProperty();
const number = (text: string): Decimal => parseDecimal(text) ?? decimalOf(0);

function watch(asked: ConditionTest, more: Partial<Condition> = {}) {
  const condition: Condition = { path, test: asked, clearAt: undefined, forMs: 0, ...more };
  let memory: ConditionMemory = noMemory(0);
  const look = (now: number, value: Value | undefined, quality: Quality = "ok", isNew = true): boolean => {
    const reading = { path, value, quality, measuredAt: undefined, takenAt: 0 };
    memory = meetsCondition(condition, memory, { reading, isNew }, now);
    return memory.isMet;
  };
  return {
    look,
    nothing: (now: number) => look(now, undefined, "unavailable", false),
    next: (now: number) => nextLookIn(condition, memory, now),
  };
}

test("is: the value itself, numbers by what they are worth; nothing known is not met", () => {
  assert.equal(watch({ kind: "is", value: true }).nothing(0), false);
  assert.equal(watch({ kind: "is", value: true }).look(0, true), true);
  assert.equal(watch({ kind: "is", value: true }).look(0, false), false);
  assert.equal(watch({ kind: "is", value: number("21.5") }).look(0, number("21.50")), true);
});

for (const quality of ["stale", "unavailable", "out-of-range", "fault"] as const) {
  test(`a value that is ${quality} meets nothing`, () => {
    const { look } = watch({ kind: "is", value: true });
    assert.equal(look(0, true), true);
    assert.equal(look(1, true, quality), false);
    assert.equal(look(2, true), true);
  });
}

test("above, below and outside leave out the limit itself", () => {
  const { look: above } = watch({ kind: "above", limit: number("30") });
  assert.deepEqual([above(0, number("30")), above(0, number("30.1"))], [false, true]);
  const { look: below } = watch({ kind: "below", limit: number("5") });
  assert.deepEqual([below(0, number("5")), below(0, number("4.9"))], [false, true]);
  const { look: outside } = watch({ kind: "outside", low: number("5"), high: number("30") });
  assert.deepEqual(
    ["4", "5", "17", "30", "31"].map((text) => outside(0, number(text))),
    [true, false, false, false, true],
  );
});

test("with clear_at it stays met until the value is back on that side", () => {
  const { look } = watch({ kind: "above", limit: number("30") }, { clearAt: number("28") });
  const seen = ["29", "31", "29", "28.1", "28", "29"].map((text, now) => look(now, number(text)));
  assert.deepEqual(seen, [false, true, true, true, false, false]);
});

test("clear_at of outside counts for the side on which it was met", () => {
  const { look } = watch({ kind: "outside", low: number("10"), high: number("20") }, { clearAt: number("15") });
  const seen = ["21", "16", "15", "16", "9", "14", "15"].map((text, now) => look(now, number(text)));
  assert.deepEqual(seen, [true, true, false, false, true, true, false]);
});

test("an unknown value ends what clear_at held", () => {
  const { look } = watch({ kind: "above", limit: number("30") }, { clearAt: number("28") });
  assert.equal(look(0, number("31")), true);
  assert.equal(look(1, undefined, "fault"), false);
  assert.equal(look(2, number("29")), false);
});

test("with `for` the test must hold all the time, and it is known when to look again", () => {
  const { look, next } = watch({ kind: "is", value: true }, { forMs: 30_000 });
  assert.equal(next(0), undefined);
  assert.equal(look(1_000, true), false);
  assert.equal(next(11_000), 20_000);
  assert.equal(look(20_000, false), false);
  assert.equal(look(21_000, true), false);
  assert.equal(look(50_999, true), false);
  assert.equal(look(51_000, true, "ok", false), true);
  assert.equal(next(51_000), undefined);
});

test("clear_at does not help a value through its `for`", () => {
  const { look } = watch({ kind: "above", limit: number("30") }, { clearAt: number("28"), forMs: 10 });
  assert.equal(look(0, number("31")), false);
  assert.equal(look(5, number("29")), false);
  assert.equal(look(10, number("31")), false);
  assert.equal(look(20, number("31")), true);
});

test("stale: no value for that long, counted from the start; a fault is no value", () => {
  const { look, nothing, next } = watch({ kind: "stale", afterMs: 60_000 });
  assert.equal(next(10_000), 50_000);
  assert.equal(nothing(59_999), false);
  assert.equal(nothing(60_000), true);
  assert.equal(look(61_000, true), false);
  assert.equal(look(100_000, undefined, "fault"), false);
  assert.equal(look(121_000, true, "ok", false), true);
});

test("changes: at the reading that differs from the one before, across an outage too", () => {
  const { look } = watch({ kind: "changes" });
  assert.equal(look(0, false), false);
  assert.equal(look(1, false), false);
  assert.equal(look(2, true), true);
  assert.equal(look(3, true, "ok", false), false);
  assert.equal(look(4, undefined, "unavailable"), false);
  assert.equal(look(5, false), true);
});
