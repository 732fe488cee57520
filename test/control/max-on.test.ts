import assert from "node:assert/strict";
import { test } from "node:test";
import { MaxOn } from "../../src/control/max-on.ts";
import { noLimits } from "../../src/core/property.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { Value } from "../../src/core/value.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someProperty } from "../fakes/some-thing.ts";

const to = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: false };
const pump = someProperty({ name: "pump", type: "boolean", to, limits: { ...noLimits, maxOn: 60_000 } });

function bench(takes: () => boolean = () => true) {
  const clock = new HandClock();
  const set: [number, Value][] = [];
  const maxOn = new MaxOn(clock, async (_property, value) => {
    set.push([clock.monotonic(), value]);
    return takes();
  });
  const reading = (value: Value): Reading => {
    const now = clock.now();
    return { path: pump.path, value, quality: "ok", measuredAt: now, takenAt: now };
  };
  return { clock, set, maxOn, saw: (value: Value) => maxOn.saw(pump, reading(value)) };
}

test("an output goes off max_on after our write, whether or not that was answered", async () => {
  const { clock, set, maxOn } = bench();
  maxOn.writing(pump, true);
  await clock.advance(59_999);
  assert.deepEqual(set, []);
  await clock.advance(1);
  assert.deepEqual(set, [[60_000, false]]);
  assert.equal(clock.waiting, 0);
});

test("switching it off ends the time", async () => {
  const { clock, set, maxOn } = bench();
  maxOn.writing(pump, true);
  maxOn.writing(pump, false);
  maxOn.written(pump, false);
  await clock.advance(120_000);
  assert.deepEqual(set, []);
});

test("a reading that shows on without our write starts the time at that reading", async () => {
  const { clock, set, saw } = bench();
  await clock.advance(5_000);
  saw(true);
  await clock.advance(30_000);
  saw(true);
  await clock.advance(30_000);
  assert.deepEqual(set, [[65_000, false]]);
});

test("an old reading of off right after our write does not end the time; a later one does", async () => {
  const { clock, set, maxOn, saw } = bench();
  maxOn.writing(pump, true);
  await clock.advance(100);
  saw(false);
  await clock.advance(60_000);
  assert.deepEqual(set, [[60_000, false]]);
  maxOn.writing(pump, true);
  await clock.advance(10_000);
  saw(false);
  await clock.advance(60_000);
  assert.equal(set.length, 1);
});

test("an output that does not take its safe value is tried until it does", async () => {
  let answers = 0;
  const { clock, set, maxOn } = bench(() => ++answers === 3);
  maxOn.writing(pump, true);
  await clock.advance(120_000);
  assert.deepEqual(
    set.map(([at]) => at),
    [60_000, 65_000, 70_000],
  );
});

test("where the safe value is null the end of max_on is plain off", async () => {
  const { clock, set, maxOn } = bench();
  maxOn.writing({ ...pump, to: { ...to, safeValue: null } }, true);
  await clock.advance(60_000);
  assert.deepEqual(set, [[60_000, false]]);
});

test("without max_on nothing is timed, and disposing leaves no timer", () => {
  const { clock, maxOn } = bench();
  maxOn.writing({ ...pump, limits: noLimits }, true);
  assert.equal(clock.waiting, 0);
  maxOn.writing(pump, true);
  maxOn[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});
