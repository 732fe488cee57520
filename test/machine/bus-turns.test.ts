import assert from "node:assert/strict";
import { test } from "node:test";
import { BusTurns } from "../../src/machine/bus-turns.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const never = new AbortController().signal;

/** Steps that nobody waits for any more. */
function abandonedSteps() {
  const now = new Set<object>();
  const abandon = (): Disposable => {
    const step = {};
    now.add(step);
    return { [Symbol.dispose]: () => void now.delete(step) };
  };
  return { now, abandon };
}

/** Steps that end when they are told to, and who is under way. */
function steps() {
  const ends = new Map<string, () => void>();
  const begun: string[] = [];
  return {
    begun,
    step: (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    },
    async end(name: string) {
      ends.get(name)?.();
      await new Promise((settled) => setImmediate(settled));
    },
  };
}

test("one at a time on a bus, two in all, in the order of asking", async () => {
  const turns = new BusTurns(new HandClock(), 2, abandonedSteps().abandon);
  const { begun, step, end } = steps();
  const outcomes = [
    turns.run("w1", 100, never, step("a")),
    turns.run("w1", 100, never, step("b")),
    turns.run("i2c-1", 100, never, step("c")),
    turns.run("i2c-2", 100, never, step("d")),
  ];
  assert.deepEqual(begun, ["a", "c"]);
  await end("a");
  assert.deepEqual(begun, ["a", "c", "b"]);
  await end("c");
  await end("b");
  await end("d");
  assert.deepEqual(await Promise.all(outcomes), ["a", "b", "c", "d"]);
});

test("what hangs holds up its own bus only, which is told at once, and all goes on when it is over", async () => {
  const clock = new HandClock();
  const { now, abandon } = abandonedSteps();
  const turns = new BusTurns(clock, 2, abandon);
  const { begun, step, end } = steps();
  const hanging = turns.run("i2c-1", 100, never, step("a"));
  const behind = turns.run("i2c-1", 100, never, step("b"));
  await clock.advance(100);
  assert.deepEqual(await hanging, { late: "no answer in 100 ms" });
  assert.deepEqual(await behind, { late: "a read on i2c-1 hangs" });
  assert.equal(now.size, 1);
  assert.deepEqual(await turns.run("i2c-1", 100, never, step("c")), { late: "a read on i2c-1 hangs" });
  const other = turns.run("w1", 100, never, step("d"));
  await end("d");
  assert.equal(await other, "d");
  await end("a");
  assert.equal(now.size, 0);
  const again = turns.run("i2c-1", 100, never, step("e"));
  await end("e");
  assert.equal(await again, "e");
  assert.deepEqual(begun, ["a", "d", "e"]);
  assert.equal(clock.waiting, 0);
});

test("where as many hang as may be under way, all others are told so", async () => {
  const clock = new HandClock();
  const turns = new BusTurns(clock, 2, abandonedSteps().abandon);
  const { step, end } = steps();
  const hanging = [turns.run("i2c-1", 100, never, step("a")), turns.run("i2c-2", 100, never, step("b"))];
  await clock.advance(50);
  const waiting = turns.run("w1", 100, never, step("c"));
  await clock.advance(100);
  assert.deepEqual(await waiting, { late: "reads hang on i2c-1 and i2c-2" });
  await Promise.all(hanging);
  await end("a");
  const next = turns.run("w1", 100, never, step("d"));
  await end("d");
  assert.equal(await next, "d");
});

test("who closes is answered at once and leaves no timer, whether it waits or runs", async () => {
  const clock = new HandClock();
  const { now, abandon } = abandonedSteps();
  const turns = new BusTurns(clock, 1, abandon);
  const { step } = steps();
  const closing = new AbortController();
  const outcomes = [turns.run("w1", 100, closing.signal, step("a")), turns.run("w1", 100, closing.signal, step("b"))];
  closing.abort();
  assert.deepEqual(await Promise.all(outcomes), [{ late: "closed" }, { late: "closed" }]);
  assert.equal(now.size, 1);
  assert.equal(clock.waiting, 0);
  const behind = turns.run("w1", 100, never, step("c"));
  await clock.advance(100);
  assert.deepEqual(await behind, { late: "a read on w1 hangs" });
});
