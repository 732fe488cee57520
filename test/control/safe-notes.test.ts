import assert from "node:assert/strict";
import { test } from "node:test";
import type { SafeEvent } from "../../src/control/safe-cause.ts";
import { SafeNotes } from "../../src/control/safe-notes.ts";
import type { AuditNote } from "../../src/core/audit-ports.ts";
import { someOutput } from "../fakes/guard-bench.ts";
import { HandClock } from "../fakes/hand-clock.ts";

function bench() {
  const clock = new HandClock();
  const notes: AuditNote[] = [];
  const safe = new SafeNotes(clock, (note) => notes.push(note));
  const take = (name: string, change: Partial<SafeEvent> = {}) =>
    safe.take({ property: someOutput(name), cause: "start", became: "safe", detail: "", ...change });
  return { clock, notes, safe, take };
}

test("what happens at once for one reason is one line, another reason another one", async () => {
  const { clock, notes, take } = bench();
  take("pump");
  take("lamp");
  take("heater", { became: "not-yet", detail: "down" });
  take("horn", { cause: "lease" });
  await clock.advance(50);
  assert.deepEqual(notes, [
    { kind: "safe", body: { cause: "start", set: "box/pump box/lamp", not_yet: "box/heater" } },
    { kind: "safe", body: { cause: "lease", set: "box/horn" } },
  ]);
  take("heater");
  await clock.advance(50);
  assert.deepEqual(notes.at(-1)?.body, { cause: "start", set: "box/heater" });
});

test("what was at rest before is no transition", async () => {
  const { clock, notes, take } = bench();
  take("pump", { became: "kept" });
  await clock.advance(1_000);
  assert.deepEqual(notes, []);
});

test("what is left is written at the end", () => {
  const { clock, notes, safe, take } = bench();
  take("pump", { cause: "stop" });
  safe[Symbol.dispose]();
  assert.equal(notes.length, 1);
  assert.equal(clock.waiting, 0);
});
