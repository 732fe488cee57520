import type { LossReason } from "./reading-loss.ts";

/** How the readings of an agent get away, and what becomes of those that wait. Times are UTC ms. */
export interface Delivery {
  /** Whether the homeserver is heard; undefined: it was not yet, since the start. */
  readonly link: "up" | "lost" | undefined;
  /** Readings that no delivered event covers, what they take on the disk, and when the oldest was measured. */
  readonly waiting: { readonly readings: number; readonly bytes: number; readonly oldestAt: number | undefined };
  /** Position in the log up to which readings were delivered, over all starts; 0: none yet. */
  readonly deliveredThrough: number;
  /** Results, alerts and answers that wait. */
  readonly posts: number;
  /** All files of the reading log, and how large they may become. */
  readonly kept: { readonly bytes: number; readonly quota: number };
  /** Readings that wait in memory because the disk takes nothing. */
  readonly inMemory: number;
  /** Hours until readings must be given up, were nothing sent from now on; undefined: nobody can tell yet. */
  readonly hoursLeft: number | undefined;
  /** Readings given up so far, over all starts. */
  readonly dropped: Readonly<Record<LossReason, number>>;
  /** Over the last ten minutes, or since the start. */
  readonly perMinute: { readonly readings: number; readonly events: number };
  /** What the homeserver is believed to grant, and ms for which it asked to be left alone. */
  readonly budget: { readonly eventsPerMinute: number; readonly burst: number; readonly pausedMs: number };
  /** When it took an event last; undefined: not since the start. */
  readonly lastSentAt: number | undefined;
}

/** Of all reasons together. */
export function droppedInAll({ dropped }: Pick<Delivery, "dropped">): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0);
}
