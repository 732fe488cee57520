import assert from "node:assert/strict";
import { test } from "node:test";
import { StatePace } from "../../src/readings/state-pace.ts";

test("the first change after a quiet time goes at once, later ones at the end of the interval", () => {
  const pace = new StatePace(["box"], 0);
  assert.equal(pace.due(0), undefined);
  pace.changed("box", false);
  assert.equal(pace.due(0), "box");
  pace.taken("box", 0);
  pace.changed("box", false);
  pace.changed("box", false);
  assert.equal(pace.due(59_999), undefined);
  assert.equal(pace.dueIn(20_000), 40_000);
  assert.equal(pace.due(60_000), "box");
  pace.taken("box", 60_000);
  assert.equal(pace.dueIn(60_000), undefined);
});

test("the interval is ten seconds for each Thing where that is longer", () => {
  const pace = new StatePace(["a", "b", "c", "d", "e", "f", "g", "h"], 0);
  pace.changed("a", false);
  pace.taken("a", 0);
  pace.changed("a", false);
  assert.equal(pace.dueIn(0), 80_000);
});

test("a change of an output goes at once, and before all others", () => {
  const pace = new StatePace(["a", "b"], 0);
  pace.changed("b", false);
  pace.taken("b", 0);
  pace.changed("a", false);
  pace.changed("b", true);
  assert.equal(pace.due(1), "b");
  pace.taken("b", 1);
  assert.equal(pace.due(1), "a");
});

test("those that waited longest come first", () => {
  const pace = new StatePace(["a", "b"], 0);
  for (const key of ["b", "a"] as const) {
    pace.changed(key, false);
    pace.taken(key, key === "b" ? 0 : 5000);
  }
  pace.changed("a", false);
  pace.changed("b", false);
  assert.equal(pace.due(70_000), "b");
});

test("all together never take more than half of Synapse's events", () => {
  const keys = Array.from({ length: 40 }, (_, index) => `t${index}`);
  const pace = new StatePace(keys, 0);
  const taken: number[] = [];
  for (let now = 0; now <= 3_600_000; now += 500) {
    for (const key of keys) pace.changed(key, true);
    for (let key = pace.due(now); key !== undefined; key = pace.due(now)) {
      pace.taken(key, now);
      taken.push(now);
    }
  }
  assert.equal(taken.filter((at) => at === 0).length, 5);
  assert.equal(taken.length, 5 + 360);
});

test("an interval of its own may be longer", () => {
  const pace = new StatePace(["snapshot"], 0, 900_000);
  pace.changed("snapshot", false);
  pace.taken("snapshot", 0);
  pace.changed("snapshot", false);
  assert.equal(pace.dueIn(0), 900_000);
});

test("an output stays urgent when a sensor of the same Thing changes after it", () => {
  const pace = new StatePace(["box"], 0);
  pace.changed("box", false);
  pace.taken("box", 0);
  pace.changed("box", true);
  pace.changed("box", false);
  assert.equal(pace.due(1), "box");
});
