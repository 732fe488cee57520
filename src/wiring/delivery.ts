import type { Delivery } from "../core/delivery.ts";
import type { ControlStore, ReadingLog } from "../core/store-ports.ts";
import type { EventBudget } from "../outbox/event-budget.ts";
import type { SendCounts } from "../outbox/send-report.ts";
import type { Pace } from "./keep-pace.ts";

export interface DeliveryParts {
  readonly readingLog: Pick<ReadingLog, "backlog" | "usage">;
  readonly store: Pick<ControlStore, "postsWaiting">;
  readonly budget: Pick<EventBudget, "rate" | "pausedMs">;
  readonly pace: Pick<Pace, "perMinute">;
  readonly link: () => Delivery["link"];
  /** undefined: nothing is sent now. */
  readonly sent: () => SendCounts | undefined;
}

/** What a reading takes on the disk, while too few wait to tell. */
const usualBytes = 10;
const fewReadings = 1000;

/** How things stand at this moment. */
export function deliveryNow({ readingLog, store, budget, pace, link, sent }: DeliveryParts): Delivery {
  const { readings, oldestAt, deliveredThrough } = readingLog.backlog();
  const { bytes, quota, waitingBytes, dropped, inMemory } = readingLog.usage();
  const perMinute = pace.perMinute();
  const { msPerEvent, burst } = budget.rate;
  const perReading = readings < fewReadings ? usualBytes : waitingBytes / readings;
  const bytesPerHour = perMinute.readings * 60 * perReading;
  return {
    link: link(),
    waiting: { readings, bytes: waitingBytes, oldestAt },
    deliveredThrough,
    posts: store.postsWaiting(),
    kept: { bytes, quota },
    inMemory,
    hoursLeft: bytesPerHour > 0 ? Math.max(0, quota - waitingBytes) / bytesPerHour : undefined,
    dropped,
    perMinute,
    budget: { eventsPerMinute: 60_000 / msPerEvent, burst, pausedMs: budget.pausedMs },
    lastSentAt: sent()?.lastSentAt,
  };
}
