import assert from "node:assert/strict";
import { test } from "node:test";
import { ConditionWatch } from "../../src/control/condition-watch.ts";
import type { Condition } from "../../src/core/condition.ts";
import { decimalOf } from "../../src/core/decimal.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { Value } from "../../src/core/value.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someProperty } from "../fakes/some-thing.ts";

const { path } = someProperty();

function bench() {
  const clock = new HandClock();
  let latest: Reading | undefined;
  const watch = new ConditionWatch(clock, () => latest);
  const turns: boolean[] = [];
  const read = (value: Value, quality: Reading["quality"] = "ok", isNew = true) => {
    latest = { path, value, quality, measuredAt: undefined, takenAt: 0 };
    watch.saw(path, isNew);
  };
  return { clock, watch, turns, read, turned: (isMet: boolean) => turns.push(isMet) };
}

const isTrue = (forMs = 0): Condition => ({ path, test: { kind: "is", value: true }, clearAt: undefined, forMs });

test("a turn is told once, by a reading or by what is seen growing stale", () => {
  const { watch, turns, read, turned } = bench();
  const condition = isTrue();
  watch.follow(condition, turned);
  read(true);
  read(true);
  read(true, "stale", false);
  read(false);
  read(true);
  assert.deepEqual(turns, [true, false, true]);
  assert.equal(watch.isMet(condition), true);
});

test("`for` is told when the time is over, without another reading", async () => {
  const { clock, watch, turns, read, turned } = bench();
  watch.follow(isTrue(30_000), turned);
  read(true);
  await clock.advance(29_999);
  assert.deepEqual(turns, []);
  await clock.advance(1);
  assert.deepEqual(turns, [true]);
  assert.equal(clock.waiting, 0);
});

test("what is not followed is not met", () => {
  const { watch, read } = bench();
  read(true);
  assert.equal(watch.isMet(isTrue()), false);
});

test("a condition that is followed anew, as after a reload, goes on where the same one was", async () => {
  const { clock, watch, turns, read, turned } = bench();
  const before = watch.follow(isTrue(30_000), () => undefined);
  read(true);
  await clock.advance(20_000);
  const again = isTrue(30_000);
  watch.follow(again, turned);
  before[Symbol.dispose]();
  await clock.advance(10_000);
  assert.deepEqual(turns, [true]);
  assert.equal(watch.isMet(again), true);
});

test("disposing leaves no timer and tells nothing more", async () => {
  const { clock, watch, turns, read, turned } = bench();
  const followed = watch.follow(isTrue(30_000), turned);
  read(true);
  followed[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
  watch.follow({ ...isTrue(), test: { kind: "stale", afterMs: 1_000 } }, turned);
  watch[Symbol.dispose]();
  await clock.advance(60_000);
  assert.equal(clock.waiting, 0);
  assert.deepEqual(turns, []);
});

test("one that lasts stays met while nobody knows the value, until a known one says otherwise", async () => {
  const { clock, watch, turns, read, turned } = bench();
  const condition = isTrue();
  watch.follow(condition, turned, { wasMet: false });
  read(true);
  read(true, "stale", false);
  read(true, "unavailable");
  await clock.advance(60_000);
  assert.deepEqual([turns, watch.isMet(condition)], [[true], true]);
  read(false);
  assert.deepEqual(turns, [true, false]);
});

test("one that lasts and was met before a restart goes on, with its hysteresis, and ends by the first value that says so", () => {
  const { watch, turns, read, turned } = bench();
  const [limit, clearAt] = [decimalOf(35), decimalOf(33)];
  const hot: Condition = { path, test: { kind: "above", limit }, clearAt, forMs: 30_000 };
  watch.follow(hot, turned, { wasMet: true });
  assert.equal(watch.isMet(hot), true);
  read(decimalOf(34));
  assert.deepEqual(turns, []);
  read(decimalOf(33));
  assert.deepEqual(turns, [false]);
});

test("a silence that was too long before a restart is over when something comes", async () => {
  const { clock, watch, turns, read, turned } = bench();
  const silent: Condition = { path, test: { kind: "stale", afterMs: 5_000 }, clearAt: undefined, forMs: 0 };
  watch.follow(silent, turned, { wasMet: true });
  await clock.advance(1_000);
  assert.deepEqual(turns, []);
  read(true);
  assert.deepEqual(turns, [false]);
  await clock.advance(5_000);
  assert.deepEqual(turns, [false, true]);
});
