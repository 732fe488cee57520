import assert from "node:assert/strict";
import { test } from "node:test";
import { unlessAborted } from "../../src/core/unless-aborted.ts";

const never = new Promise<never>(() => {});

test("a step goes its way while nobody gives it up", async () => {
  const { signal } = new AbortController();
  assert.equal(await unlessAborted(Promise.resolve(1), signal), 1);
  assert.equal(await unlessAborted(Promise.resolve(1), undefined), 1);
  await assert.rejects(unlessAborted(Promise.reject(new Error("its own")), signal), /its own/);
});

test("a step that is given up throws the reason, however late it ends itself", async () => {
  const giver = new AbortController();
  const step = Promise.withResolvers<number>();
  const waiting = unlessAborted(step.promise, giver.signal);
  giver.abort(new Error("the disk"));
  await assert.rejects(waiting, /the disk/);
  step.reject(new Error("heard by nobody"));
  await assert.rejects(unlessAborted(never, giver.signal), /the disk/, "given up before");
});
