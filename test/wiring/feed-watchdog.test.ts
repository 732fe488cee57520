import assert from "node:assert/strict";
import { test } from "node:test";
import { feedWatchdog } from "../../src/wiring/feed-watchdog.ts";
import { HandClock } from "../fakes/hand-clock.ts";

function scene(interval: number | undefined) {
  const clock = new HandClock();
  const main = { works: true, fed: 0 };
  const systemd = { alive: () => main.fed++, watchdogInterval: () => interval };
  return { clock, main, feeding: feedWatchdog(systemd, clock, () => main.works) };
}

test("the watchdog is fed in time while the main loop works, and starves when it does not", async () => {
  const { clock, main, feeding } = scene(10_000);
  await clock.advance(30_000);
  assert.equal(main.fed, 4);
  main.works = false;
  await clock.advance(30_000);
  assert.equal(main.fed, 4);
  feeding[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});

test("where nobody watches nothing is fed", async () => {
  const { clock, main } = scene(undefined);
  await clock.advance(60_000);
  assert.equal(main.fed, 0);
});

test("a look that throws is no sign of life, and the next one may be", async () => {
  const clock = new HandClock();
  let fed = 0;
  let isBroken = false;
  const systemd = { alive: () => fed++, watchdogInterval: () => 10_000 };
  using _feeding = feedWatchdog(systemd, clock, () => {
    if (isBroken) throw new Error("the disk");
    return true;
  });
  isBroken = true;
  await clock.advance(10_000);
  isBroken = false;
  await clock.advance(10_000);
  assert.equal(fed, 2);
});
