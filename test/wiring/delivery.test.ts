import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogUsage } from "../../src/core/reading-loss.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { deliveryNow } from "../../src/wiring/delivery.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const usage: LogUsage = {
  bytes: 3_000_000,
  quota: 10_000_000,
  waitingBytes: 2_000_000,
  oldestAt: 1000,
  dropped: { quota: 0, age: 0, disk: 0, corrupt: 0, rejected: 0 },
  inMemory: 0,
};

test("the hours that readings will hold follow from what each takes and how many come", () => {
  const clock = new HandClock();
  const parts = {
    readingLog: { backlog: () => ({ readings: 200_000, oldestAt: 5000, deliveredThrough: 7 }), usage: () => usage },
    store: { postsWaiting: () => 3 },
    budget: new EventBudget(clock),
    pace: { perMinute: () => ({ readings: 1000, events: 7 }) },
    link: () => "up" as const,
    sent: () => undefined,
  };
  const delivery = deliveryNow(parts);
  // 8 MB are left, a reading takes 10 bytes, 60,000 come in an hour.
  assert.equal(Math.round(delivery.hoursLeft ?? 0), 13);
  assert.deepEqual(delivery.budget, { eventsPerMinute: 12, burst: 10, pausedMs: 0 });
  assert.deepEqual([delivery.posts, delivery.waiting.oldestAt, delivery.lastSentAt], [3, 5000, undefined]);
  const still = deliveryNow({ ...parts, pace: { perMinute: () => ({ readings: 0, events: 0 }) } });
  assert.equal(still.hoursLeft, undefined);
});
