import assert from "node:assert/strict";
import { test } from "node:test";
import { OutputBelief } from "../../src/control/output-belief.ts";
import type { Quality } from "../../src/core/quality.ts";
import type { Value } from "../../src/core/value.ts";
import { readable, someOutput } from "../fakes/guard-bench.ts";

const pump = someOutput("pump", { from: readable });

function bench() {
  const belief = new OutputBelief(pump);
  const read = (value: Value | undefined, quality: Quality = "ok") =>
    belief.saw({ path: pump.path, value, quality, measuredAt: undefined, takenAt: 0 });
  return { belief, read };
}

test("nothing known counts as on, but not as certainly on", () => {
  const { belief } = bench();
  assert.deepEqual([belief.countsAsOn, belief.isSurelyOn, belief.isUnknown], [true, false, true]);
});

test("written off counts as off once the hardware took it", () => {
  const { belief } = bench();
  const handed = belief.handOver(false);
  assert.equal(belief.countsAsOn, true);
  handed.taken();
  assert.equal(belief.countsAsOn, false);
  assert.equal(belief.isSurely(false), true);
});

test("last written on counts as on, whatever is read and though nobody knows whether it arrived", () => {
  const { belief, read } = bench();
  belief.handOver(true).unsure();
  read(false);
  assert.deepEqual([belief.countsAsOn, belief.isSurelyOn], [true, false]);
});

test("last read on counts as on, though it was written off", () => {
  const { belief, read } = bench();
  belief.handOver(false).taken();
  read(true);
  assert.equal(belief.countsAsOn, true);
  assert.equal(belief.isSurely(false), false);
  read(false);
  assert.equal(belief.countsAsOn, false);
});

test("an off that may not have arrived counts only once a reading after it says so", () => {
  const { belief, read } = bench();
  belief.handOver(true).taken();
  read(false);
  belief.handOver(false).unsure();
  assert.equal(belief.countsAsOn, true);
  read(false);
  assert.equal(belief.countsAsOn, false);
});

test("what is off stays off while it is set off again, whether or not that arrives", () => {
  const { belief } = bench();
  belief.handOver(false).taken();
  const again = belief.handOver(false);
  assert.equal(belief.countsAsOn, false);
  again.unsure();
  assert.equal(belief.countsAsOn, false);
});

test("a write that certainly failed leaves what was known before", () => {
  const { belief } = bench();
  belief.handOver(false).taken();
  belief.handOver(true).failed();
  assert.equal(belief.countsAsOn, false);
  belief.handOver(true).taken();
  belief.handOver(false).failed();
  assert.equal(belief.isSurelyOn, true);
});

test("an answer that comes after a newer value was handed over changes nothing of that", () => {
  const { belief } = bench();
  const on = belief.handOver(true);
  const off = belief.handOver(false);
  off.taken();
  on.taken();
  assert.equal(belief.countsAsOn, false);
});

test("a value that is no longer good is as if none were read", () => {
  const { belief, read } = bench();
  read(false);
  read(undefined, "unavailable");
  assert.equal(belief.countsAsOn, true);
  assert.equal(belief.isUnknown, true);
});

test("certainly on is what was taken on, or read on where nothing was written, and not read otherwise", () => {
  const { belief, read } = bench();
  read(true);
  assert.equal(belief.isSurelyOn, true);
  belief.handOver(true).taken();
  assert.equal(belief.isSurelyOn, true);
  read(false);
  assert.equal(belief.isSurelyOn, false);
  assert.equal(belief.writtenValue, true);
});
