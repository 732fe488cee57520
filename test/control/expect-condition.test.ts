import assert from "node:assert/strict";
import { test } from "node:test";
import { expectCondition } from "../../src/control/expect-condition.ts";
import type { Condition, ConditionTest } from "../../src/core/condition.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import { guardBench } from "../fakes/guard-bench.ts";
import { someProperty } from "../fakes/some-thing.ts";

const open = someProperty({ name: "open", type: "boolean" });
const done: Outcome = { status: "done", output: undefined, confirmed: "driver" };

function scene(asked: ConditionTest = { kind: "is", value: true }) {
  const bench = guardBench([]);
  const stop = new AbortController();
  const condition: Condition = { path: open.path, test: asked, clearAt: undefined, forMs: 0 };
  const expect = (work: () => Promise<Outcome>) =>
    expectCondition({ condition, within: 25_000 }, stop.signal, bench.parts, work);
  return { ...bench, stop, expect };
}

test("work that was not done is not waited for", async () => {
  const { expect } = scene();
  const refused: Outcome = { status: "refused", code: "stopped", detail: "" };
  assert.deepEqual(await expect(async () => refused), refused);
});

test("what is so already after the work is enough, what was so before it is not", async () => {
  const { clock, expect, read } = scene();
  read(open, true);
  assert.equal((await expect(async () => done)).status, "done");
  const closing = expect(async () => {
    read(open, false);
    return done;
  });
  await clock.advance(25_000);
  assert.equal((await closing).status, "unknown");
});

test("a change during the work counts as a change", async () => {
  const { clock, expect, read } = scene({ kind: "changes" });
  read(open, false);
  const outcome = expect(async () => {
    read(open, true);
    return done;
  });
  await clock.advance(0);
  assert.deepEqual(await outcome, { ...done, confirmed: "property" });
});

test("the time runs from the end of the work", async () => {
  const { clock, expect, read } = scene();
  const work = Promise.withResolvers<Outcome>();
  const outcome = expect(() => work.promise);
  await clock.advance(60_000);
  work.resolve(done);
  await clock.advance(24_000);
  read(open, true);
  assert.equal((await outcome).status, "done");
});

test("when the agent stops it is interrupted, and nothing is followed any more", async () => {
  const { clock, expect, stop } = scene();
  const outcome = expect(async () => done);
  await clock.advance(1_000);
  stop.abort();
  const ended = await outcome;
  assert.equal(ended.status === "unknown" && ended.code, "interrupted");
  assert.equal(clock.waiting, 0);
});
