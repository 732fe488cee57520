import assert from "node:assert/strict";
import { test } from "node:test";
import { SuspiciousRefusals } from "../../src/control/suspicious-refusals.ts";
import { HandClock } from "../fakes/hand-clock.ts";

test("so many refusals within the time are told once in it, slips and strangers not counted", async () => {
  const clock = new HandClock();
  const refusals = new SuspiciousRefusals(clock);
  const rate = { count: 3, within: 60_000 };
  for (const code of ["unlisted", "bad-input", "expired", "not-allowed", "not-pinned"] as const) {
    assert.equal(refusals.take(code, rate), undefined);
  }
  await clock.advance(59_999);
  assert.deepEqual(refusals.take("not-allowed", rate), ["not-allowed", "not-pinned"]);
  assert.equal(refusals.take("not-allowed", rate), undefined);
  await clock.advance(60_000);
  assert.equal(refusals.take("replay", rate), undefined, "the old ones are forgotten");
  refusals.take("replay", rate);
  assert.deepEqual(refusals.take("replay", rate), ["replay"]);
});
