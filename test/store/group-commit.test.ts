import assert from "node:assert/strict";
import { test } from "node:test";
import type { Loss } from "../../src/core/reading-loss.ts";
import { groupCommit, type LogFault } from "../../src/store/group-commit.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { numberOf, someReading } from "./some-readings.ts";

function setUp() {
  const clock = new HandClock();
  const written: (readonly number[])[] = [];
  const faults: LogFault[] = [];
  let backs = 0;
  const losses: Loss[] = [];
  const disk = { full: false };
  const group = groupCommit(
    (entries, lost) => {
      if (disk.full) throw new Error("database or disk is full");
      written.push(entries.map(numberOf));
      losses.push(...lost);
    },
    { durabilityMs: 1000, clock, onFault: (fault) => faults.push(fault), onBack: () => backs++ },
  );
  const add = (number: number) => group.add(someReading(number));
  return { clock, written, losses, faults, disk, group, add, backs: () => backs };
}

test("entries wait for the durability and then go together", async () => {
  const { clock, written, add } = setUp();
  add(1);
  await clock.advance(999);
  add(2);
  assert.deepEqual(written, []);
  await clock.advance(1);
  assert.deepEqual(written, [[1, 2]]);
  assert.equal(clock.waiting, 0);
});

test("a hundred entries wait for nothing", () => {
  const { clock, written, group, add } = setUp();
  for (let i = 0; i < 250; i++) add(i);
  assert.deepEqual(
    written.map(({ length }) => length),
    [100, 100],
  );
  group[Symbol.dispose]();
  assert.deepEqual(
    written.flat(),
    Array.from({ length: 250 }, (_, i) => i),
  );
  assert.equal(clock.waiting, 0);
});

test("while the disk is full entries wait, one fault is told, and all go when there is room", async () => {
  const { clock, written, faults, disk, add, backs } = setUp();
  disk.full = true;
  for (let i = 0; i < 500; i++) add(i);
  await clock.advance(60_000);
  assert.deepEqual(faults, [{ code: "log-unwritable", detail: "database or disk is full", lost: 0 }]);
  disk.full = false;
  await clock.advance(5000);
  assert.deepEqual(
    written.flat(),
    Array.from({ length: 500 }, (_, i) => i),
  );
  assert.equal(backs(), 1);
  assert.equal(clock.waiting, 0);
});

test("what memory cannot hold is counted, the oldest first, and the count adds up", async () => {
  const { clock, written, losses, faults, disk, group, add } = setUp();
  disk.full = true;
  for (let i = 0; i < 10_500; i++) add(i);
  await clock.advance(5000);
  for (let i = 10_500; i < 10_800; i++) add(i);
  await clock.advance(5000);
  disk.full = false;
  group.commit();
  assert.equal(
    faults.reduce((sum, { lost }) => sum + lost, 0),
    800,
  );
  assert.deepEqual(
    written.flat(),
    Array.from({ length: 10_000 }, (_, i) => i + 800),
  );
  const [loss] = losses;
  const { path } = someReading(0);
  const [fromAt, toAt] = [someReading(0).at, someReading(799).at];
  assert.deepEqual([losses.length, loss], [1, { path, reason: "disk", count: 800, fromAt, toAt }]);
});
