import assert from "node:assert/strict";
import { test } from "node:test";
import { LaterWrites } from "../../src/store/later-writes.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

/** Numbers that wait to be written into one table; a number below 0 is one that the disk does not take. */
function waitingNumbers() {
  const directory = temporaryDirectory();
  const clock = new HandClock();
  const database = openDatabase(directory.path, "x.db", ["CREATE TABLE t (a INTEGER CHECK (a >= 0)) STRICT"]);
  const add = database.change("INSERT INTO t (a) VALUES (?)");
  const all = database.query<{ readonly a: number }>("SELECT a FROM t ORDER BY a");
  const later = new LaterWrites(database, clock);
  const waiting = new Set<number>();
  later.add({
    write: () => waiting.forEach((number) => void add(number)),
    ended: (isCommitted) => {
      if (isCommitted) waiting.clear();
    },
  });
  return {
    clock,
    later,
    waiting,
    add,
    written: () => all.all().map(({ a }) => a),
    [Symbol.dispose]() {
      later[Symbol.dispose]();
      database[Symbol.dispose]();
      directory[Symbol.dispose]();
    },
  };
}

test("what waits rides along in the next transaction, and leaves no timer behind", () => {
  using rows = waitingNumbers();
  rows.waiting.add(2);
  rows.later.within(100);
  rows.later.together(() => rows.add(1));
  assert.deepEqual(rows.written(), [1, 2]);
  assert.equal(rows.clock.waiting, 0);
});

test("the shortest time counts", async () => {
  using rows = waitingNumbers();
  rows.waiting.add(1);
  rows.later.within(5_000);
  rows.later.within(100);
  rows.later.within(5_000);
  await rows.clock.advance(100);
  assert.deepEqual(rows.written(), [1]);
});

test("a transaction that is undone leaves it waiting", () => {
  using rows = waitingNumbers();
  rows.waiting.add(1);
  const undone = () =>
    rows.later.together(() => {
      throw new Error("no");
    });
  assert.throws(undone, /no/);
  assert.deepEqual([rows.written(), [...rows.waiting]], [[], [1]]);
});

test("when the disk takes nothing, whoever comes next is told, and it is tried again", async () => {
  using rows = waitingNumbers();
  rows.waiting.add(-1);
  rows.later.within(100);
  await rows.clock.advance(100);
  assert.throws(() => rows.later.within(100), /CHECK/);
  rows.waiting.delete(-1);
  rows.waiting.add(3);
  await rows.clock.advance(1_000);
  assert.deepEqual(rows.written(), [3]);
  rows.later.within(100);
});

test("what waits at the end is written", () => {
  using rows = waitingNumbers();
  rows.waiting.add(1);
  rows.later.within(100);
  rows.later[Symbol.dispose]();
  assert.deepEqual(rows.written(), [1]);
});
