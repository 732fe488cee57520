import assert from "node:assert/strict";
import { test } from "node:test";
import { keepPace } from "../../src/wiring/keep-pace.ts";
import { HandClock } from "../fakes/hand-clock.ts";

test("the pace is that of the last ten minutes, and forgets what was before", async () => {
  const clock = new HandClock();
  const counts = { readings: 0, events: 0 };
  using pace = keepPace(clock, () => ({ ...counts }));
  assert.deepEqual(pace.perMinute(), { readings: 0, events: 0 });
  for (let minute = 0; minute < 5; minute++) {
    counts.readings += 60;
    counts.events += 2;
    await clock.advance(60_000);
  }
  assert.deepEqual(pace.perMinute(), { readings: 60, events: 2 });
  await clock.advance(3_600_000);
  assert.deepEqual(pace.perMinute(), { readings: 0, events: 0 });
});

test("a count that begins anew is no pace backwards", async () => {
  const clock = new HandClock();
  const counts = { readings: 100, events: 100 };
  using pace = keepPace(clock, () => ({ ...counts }));
  await clock.advance(120_000);
  counts.events = 4;
  assert.equal(pace.perMinute().events, 0);
});
