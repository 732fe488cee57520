import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clock } from "../../src/core/clock.ts";
import { everyInterval } from "../../src/drivers/every-interval.ts";
import { HandClock } from "../fakes/hand-clock.ts";

/** A clock whose timer runs when the test says so, as late as it says. */
function lateClock() {
  let now = 0;
  let timer: { readonly due: number; readonly run: () => void } | undefined;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    isTrusted: () => true,
    after(ms, run) {
      timer = { due: now + ms, run };
      return { [Symbol.dispose]: () => undefined };
    },
  };
  return {
    clock,
    due: () => timer?.due,
    runAt(ms: number) {
      now = ms;
      timer?.run();
    },
  };
}

test("it runs first when it is told to, and then at whole intervals from there", async () => {
  const clock = new HandClock();
  const runs: number[] = [];
  const ticks = everyInterval(1000, clock, 100, () => runs.push(clock.monotonic()));
  await clock.advance(3_500);
  ticks[Symbol.dispose]();
  await clock.advance(10_000);
  assert.deepEqual(runs, [100, 1100, 2100, 3100]);
  assert.equal(clock.waiting, 0);
});

test("timers that come late do not add up, and what was missed is left out", () => {
  const { clock, due, runAt } = lateClock();
  let runs = 0;
  using _ticks = everyInterval(1000, clock, 0, () => runs++);
  runAt(3);
  assert.equal(due(), 1000);
  runAt(1040);
  assert.equal(due(), 2000);
  runAt(9_300);
  assert.deepEqual([due(), runs], [10_000, 3]);
});
