import assert from "node:assert/strict";
import { test } from "node:test";
import { type AffordancePath, affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Loss } from "../../src/core/reading-loss.ts";
import type { Receipt } from "../../src/core/receipt.ts";
import type { Beside } from "../../src/store/beside.ts";
import { GroupCommit, type LogFault } from "../../src/store/group-commit.ts";
import { HandClock } from "../fakes/hand-clock.ts";

interface Entry {
  readonly path: AffordancePath;
  readonly number: number;
  readonly at: number;
}

const pathOf = (name: string) => affordancePath(asThingId("greenhouse"), name);

function setUp() {
  const clock = new HandClock();
  const written: (readonly number[])[] = [];
  const beside: { readonly withheld: Record<string, number | undefined>; readonly notes: Record<string, string> }[] =
    [];
  const losses: Loss[] = [];
  const faults: LogFault[] = [];
  const settled: string[] = [];
  let backs = 0;
  const disk = { full: false };
  const group = new GroupCommit<Entry>(
    (entries, { withheld, notes, lost }: Beside<Entry>) => {
      if (disk.full) throw new Error("database or disk is full");
      written.push(entries.map(({ number }) => number));
      losses.push(...lost);
      beside.push({
        withheld: Object.fromEntries(
          [...withheld].map(([path, entry]) => [path.replace("greenhouse/", ""), entry?.number]),
        ),
        notes: Object.fromEntries([...notes].map(([source, note]) => [source, Buffer.from(note).toString()])),
      });
    },
    { durabilityMs: 1000, clock, onFault: (fault) => faults.push(fault), onBack: () => backs++ },
  );
  const append = (number: number, receipt?: Receipt, path = "a") =>
    group.append({ path: pathOf(path), number, at: number }, receipt);
  const withhold = (number: number | undefined, receipt?: Receipt, path = "a") =>
    group.withhold(
      pathOf(path),
      number === undefined ? undefined : { path: pathOf(path), number, at: number },
      receipt,
    );
  const receipt = (name: string, source = "broker"): Receipt => ({
    source,
    note: () => Buffer.from(`after ${settled.join()}`),
    settle: () => settled.push(name),
  });
  return {
    clock,
    written,
    losses,
    beside,
    faults,
    settled,
    disk,
    group,
    append,
    withhold,
    receipt,
    backs: () => backs,
  };
}

const count = (length: number, from = 0) => Array.from({ length }, (_, place) => place + from);

/** As packets come: each in a turn of its own. */
async function inTurns(ms: number, numbers: readonly number[], clock: HandClock, say: (number: number) => void) {
  for (const number of numbers) {
    say(number);
    await clock.advance(ms);
  }
}

test("entries wait for the durability and then go together", async () => {
  const { clock, written, append } = setUp();
  append(1);
  await clock.advance(999);
  append(2);
  assert.deepEqual(written, []);
  await clock.advance(1);
  assert.deepEqual(written, [[1, 2]]);
  assert.equal(clock.waiting, 0);
});

test("a hundred entries wait for nothing", () => {
  const { clock, written, group, append } = setUp();
  for (const number of count(250)) append(number);
  assert.deepEqual(
    written.map(({ length }) => length),
    [100, 100],
  );
  group[Symbol.dispose]();
  assert.deepEqual(written.flat(), count(250));
  assert.equal(clock.waiting, 0);
});

test("while the disk is full entries wait, one fault is told, and all go when there is room", async () => {
  const { clock, written, faults, disk, append, backs } = setUp();
  disk.full = true;
  for (const number of count(500)) append(number);
  await clock.advance(60_000);
  assert.deepEqual(faults, [{ code: "log-unwritable", detail: "database or disk is full", lost: 0 }]);
  disk.full = false;
  await clock.advance(5000);
  assert.deepEqual(written.flat(), count(500));
  assert.equal(backs(), 1);
  assert.equal(clock.waiting, 0);
});

test("what memory cannot hold is counted, the oldest first, and the count adds up", async () => {
  const { clock, written, losses, faults, disk, group, append } = setUp();
  disk.full = true;
  for (const number of count(10_500)) append(number);
  await clock.advance(5000);
  for (const number of count(300, 10_500)) append(number);
  await clock.advance(5000);
  disk.full = false;
  group.commit();
  assert.equal(
    faults.reduce((sum, { lost }) => sum + lost, 0),
    800,
  );
  assert.deepEqual(written.flat(), count(10_000, 800));
  assert.deepEqual(losses, [{ path: pathOf("a"), reason: "disk", count: 800, fromAt: 0, toAt: 799 }]);
});

test("a receipt is called after the commit that holds its entry, with the note of its source in the same write", async () => {
  const { clock, settled, beside, append, receipt } = setUp();
  append(1, receipt("first"));
  append(2, receipt("other", "second broker"));
  append(3);
  assert.deepEqual(settled, []);
  await clock.advance(1000);
  assert.deepEqual(settled, ["first", "other"]);
  assert.deepEqual(beside, [{ withheld: {}, notes: { broker: "after ", "second broker": "after " } }]);
});

test("a receipt is not called while the disk is full, once when there is room, also for an entry that was given up", async () => {
  const { clock, settled, disk, append, receipt } = setUp();
  disk.full = true;
  append(0, receipt("given up"));
  append(1, receipt("kept"));
  await clock.advance(60_000);
  assert.deepEqual(settled, []);
  for (const number of count(9_999, 2)) append(number);
  assert.deepEqual(settled, []);
  disk.full = false;
  await clock.advance(5000);
  assert.deepEqual(settled, ["given up", "kept"]);
});

test("a source that speaks steadily waits for the durability, one that falls silent behind its receipts is answered at once", async () => {
  const { clock, written, append, receipt } = setUp();
  await inTurns(20, count(100), clock, (number) => append(number, receipt("")));
  const learnt = written.length;
  await inTurns(20, count(200, 100), clock, (number) => append(number, receipt("")));
  assert.ok(written.length - learnt <= 4, `${written.length - learnt} commits in 4 s`);
  append(300, receipt("last"));
  await clock.advance(120);
  assert.equal(written.flat().length, 301);
});

test("a source that says one thing at a time is never kept waiting for long", async () => {
  const { clock, settled, append, receipt } = setUp();
  for (const number of count(100)) {
    append(number, receipt(String(number)));
    for (let waited = 0; settled.length <= number; waited += 5) {
      assert.ok(waited <= 20, `${number} waited ${waited} ms`);
      await clock.advance(5);
    }
  }
});

test("the samples of one message are committed together, however many wait", async () => {
  const { clock, written, append, receipt } = setUp();
  for (const number of count(99)) append(number);
  for (const number of count(5, 99)) append(number, receipt(""));
  assert.deepEqual(written, []);
  await clock.advance(0);
  assert.deepEqual(
    written.map(({ length }) => length),
    [104],
  );
});

test("what nothing is recorded of is settled at once", () => {
  const { settled, withhold, receipt } = setUp();
  withhold(undefined, receipt("dropped"));
  assert.deepEqual(settled, ["dropped"]);
});

test("what is withheld is settled when it is replaced, and kept when a source waits", async () => {
  const { clock, settled, beside, written, withhold, receipt } = setUp();
  await inTurns(500, count(20), clock, (number) => withhold(number, receipt(`withheld ${number}`)));
  const learnt = written.length;
  await inTurns(500, count(20, 20), clock, (number) => withhold(number, receipt(`withheld ${number}`)));
  assert.deepEqual(
    settled,
    count(39).map((number) => `withheld ${number}`),
  );
  assert.equal(written.length, learnt);
  await clock.advance(2000);
  assert.equal(settled.at(-1), "withheld 39");
  assert.equal(written.length, learnt + 1);
  assert.deepEqual(beside.at(-1)?.withheld, { a: 39 });
});

test("what is withheld waits at most a minute for its receipt", async () => {
  const { clock, settled, group, withhold, receipt } = setUp();
  await inTurns(1000, count(30), clock, (number) => withhold(number, receipt("replaced")));
  group.commit();
  withhold(1, receipt("withheld"), "b");
  await inTurns(1000, count(59), clock, (number) => withhold(number, receipt("replaced")));
  assert.ok(!settled.includes("withheld"));
  await clock.advance(1000);
  assert.ok(settled.includes("withheld"));
});

test("what was withheld and is recorded leaves the other table in the same write", () => {
  const { settled, beside, written, group, append, withhold, receipt } = setUp();
  withhold(1, receipt("withheld"));
  group.commit();
  append(1);
  append(2, undefined, "b");
  group.commit();
  assert.deepEqual(written, [[], [1, 2]]);
  assert.deepEqual(
    beside.map(({ withheld }) => withheld),
    [{ a: 1 }, { a: undefined }],
  );
  assert.deepEqual(settled, ["withheld"]);
});

test("what is recorded before it was kept is settled with its entry", () => {
  const { settled, beside, group, append, withhold, receipt } = setUp();
  withhold(1, receipt("withheld"));
  append(1);
  assert.deepEqual(settled, []);
  group.commit();
  assert.deepEqual(settled, ["withheld"]);
  assert.deepEqual(beside[0]?.withheld, {});
});

test("who took back what was kept as withheld is told when it is gone", async () => {
  const { clock, settled, beside, group, withhold, receipt } = setUp();
  withhold(1, receipt("withheld"));
  group.commit();
  withhold(undefined, receipt("back"));
  withhold(undefined, receipt("still"));
  assert.deepEqual(settled, ["withheld"]);
  await clock.advance(1000);
  assert.deepEqual(settled, ["withheld", "back", "still"]);
  assert.deepEqual(beside.at(-1)?.withheld, { a: undefined });
});
