import assert from "node:assert/strict";
import { test } from "node:test";
import { untilAborted } from "../../src/core/until-aborted.ts";
import { collectGarbage } from "../fakes/collect-garbage.ts";

const never = new Promise<never>(() => {});

test("a step goes its way while nobody gives it up", async () => {
  const { signal } = new AbortController();
  assert.equal(await untilAborted(Promise.resolve(1), signal), 1);
  await assert.rejects(untilAborted(Promise.reject(new Error("its own")), signal), /its own/);
});

test("a step that is given up is nothing, and heard by nobody", async () => {
  const giver = new AbortController();
  const step = Promise.withResolvers<number>();
  const waiting = untilAborted(step.promise, giver.signal);
  giver.abort();
  assert.equal(await waiting, undefined);
  step.reject(new Error("heard by nobody"));
  assert.equal(await untilAborted(never, giver.signal), undefined, "given up before");
});

test("a signal keeps nothing of the steps that it outlives", async () => {
  const { signal } = new AbortController();
  const run = async (steps: number): Promise<number> => {
    for (let step = 0; step < steps; step++) await untilAborted(Promise.resolve("x".repeat(100)), signal);
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const early = await run(1_000);
  const late = await run(20_000);
  assert.ok(late - early < 1_000_000, `${late - early} bytes more`);
});
