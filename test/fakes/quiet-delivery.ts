import type { Delivery } from "../../src/core/delivery.ts";

/** Nothing waits, nothing was lost, the last event went a second before `now` (UTC ms). */
export function quietDelivery(now: number, change: Partial<Delivery> = {}): Delivery {
  return {
    link: "up",
    waiting: { readings: 0, bytes: 0, oldestAt: undefined },
    deliveredThrough: 0,
    posts: 0,
    kept: { bytes: 2 ** 20, quota: 256 * 2 ** 20 },
    inMemory: 0,
    hoursLeft: undefined,
    dropped: { quota: 0, age: 0, disk: 0, corrupt: 0, rejected: 0 },
    perMinute: { readings: 0, events: 2 },
    budget: { eventsPerMinute: 12, burst: 10, pausedMs: 0 },
    lastSentAt: now - 1000,
    ...change,
  };
}
