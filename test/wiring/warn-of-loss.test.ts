import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogUsage } from "../../src/core/reading-loss.ts";
import { english } from "../../src/texts/english.ts";
import { warnOfLoss } from "../../src/wiring/warn-of-loss.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const minute = 60_000;

function scene() {
  const clock = new HandClock();
  const raised: string[] = [];
  const now = { waitingBytes: 0, quota: 0, rejected: 7 };
  const usage = (): LogUsage => ({
    bytes: 0,
    quota: 1000,
    waitingBytes: now.waitingBytes,
    oldestAt: undefined,
    dropped: { quota: now.quota, age: 0, disk: 0, corrupt: 0, rejected: now.rejected },
    inMemory: 0,
  });
  const readingLog = { usage, backlog: () => ({ readings: 12, oldestAt: undefined, deliveredThrough: 0 }) };
  const cleared: string[] = [];
  const nothing = (): void => undefined;
  const watching = warnOfLoss({
    texts: english,
    readingLog,
    alerts: { raise: ({ text }) => void raised.push(text), clear: (key) => void cleared.push(key) },
    clock,
    log: { debug: nothing, info: nothing, warn: nothing, error: assert.fail },
  });
  return { clock, now, alerts: () => raised, cleared, watching };
}

test("people are alerted once when half is full, and again only after it was emptier for a while", async () => {
  const { clock, now, alerts, cleared, watching } = scene();
  using _ = watching;
  now.waitingBytes = 499;
  await clock.advance(10 * minute);
  assert.deepEqual(alerts(), []);
  now.waitingBytes = 500;
  await clock.advance(10 * minute);
  assert.match(alerts().join("\n"), /^Half of the room .* \(12 are still to be sent/);
  for (const bytes of [450, 600, 399, 600]) {
    now.waitingBytes = bytes;
    await clock.advance(minute);
  }
  assert.equal(alerts().length, 2);
  assert.ok(cleared.length > 0);
});

test("people are alerted when readings are given up, once while that goes on; what was given up before the start is no news", async () => {
  const { clock, now, alerts, watching } = scene();
  using _ = watching;
  await clock.advance(minute);
  for (let n = 0; n < 90; n++) {
    now.quota += 10;
    await clock.advance(minute);
  }
  assert.deepEqual(alerts(), ["10 readings had to be given up before they were sent (more may follow)"]);
  await clock.advance(120 * minute);
  now.quota += 5;
  await clock.advance(minute);
  assert.equal(alerts().length, 2);
});
