import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { auditRun } from "../../src/wiring/audit-run.ts";
import { runEnd } from "../../src/wiring/run-end.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const notes = (store: MemoryControlStore) => store.auditEntries(0, 10).map(({ kind, body }) => [kind, body]);

test("a run is noted when it begins and when it is stopped", () => {
  const store = new MemoryControlStore();
  auditRun(store, "0.1.0", runEnd(new AbortController().signal), new LogLines())[Symbol.dispose]();
  assert.deepEqual(notes(store), [
    ["start", { version: "0.1.0" }],
    ["end", { reason: "stopped" }],
  ]);
});

test("what ended a run is noted by its code", async () => {
  const store = new MemoryControlStore();
  const end = runEnd(new AbortController().signal);
  using run = auditRun(store, "0.1.0", end, new LogLines());
  end.fail(new AgentFault("store-unwritable"));
  await end.ended.catch(() => undefined);
  run[Symbol.dispose]();
  assert.deepEqual(notes(store)[1], ["end", { reason: "store-unwritable" }]);
});

test("an end that the store does not take is logged and holds nothing up", () => {
  const store = new MemoryControlStore();
  const log = new LogLines();
  const run = auditRun(store, "0.1.0", runEnd(new AbortController().signal), log);
  store.failNext = new Error("the disk is full");
  run[Symbol.dispose]();
  assert.match(log.lines.join(), /could not be noted/);
});
