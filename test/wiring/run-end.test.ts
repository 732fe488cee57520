import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { runEnd, unlessEnded } from "../../src/wiring/run-end.ts";

const never = new Promise<string>(() => {});

test("a step that is done before the end gives its result", async () => {
  assert.equal(await unlessEnded(runEnd(new AbortController().signal), Promise.resolve("done")), "done");
});

test("a signal ends a step that waits for ever, also when it came before", async () => {
  const stop = new AbortController();
  const waiting = unlessEnded(runEnd(stop.signal), never);
  stop.abort();
  assert.equal(await waiting, undefined);
  assert.equal(await unlessEnded(runEnd(stop.signal), never), undefined);
});

test("a fault ends it with that fault, and nobody need be listening", async () => {
  const end = runEnd(new AbortController().signal);
  const fault = new AgentFault("logged-out");
  end.fail(fault);
  await assert.rejects(unlessEnded(end, never), fault);
  await assert.rejects(end.ended, fault);
});
