/** What the reading log says of readings that it gave up, and of the room that it takes. */

import type { AffordancePath } from "./ids.ts";
import type { SealedEvent } from "./room-ports.ts";

/**
 * Why readings were given up before they were delivered: the quota was full, they were too old, the disk took nothing for longer than
 * memory holds, the file was damaged, the homeserver refused their event for good.
 */
export type LossReason = "quota" | "age" | "disk" | "corrupt" | "rejected";

/** In the order in which totals are told. */
export const lossReasons: readonly LossReason[] = ["quota", "age", "disk", "corrupt", "rejected"];

/** Readings of one property that nobody will ever get from this agent. */
export interface Loss {
  /** undefined: of which property is not known any more. */
  readonly path: AffordancePath | undefined;
  readonly reason: LossReason;
  readonly count: number;
  /** UTC ms of the oldest and of the newest of them; undefined where nobody knows. */
  readonly fromAt: number | undefined;
  readonly toAt: number | undefined;
}

/** What one loss event tells. */
export interface LossBatch {
  /** Counts up by one from 1, over all epochs: who gets one twice can tell. */
  readonly seq: number;
  readonly losses: readonly Loss[];
}

export interface LossLog {
  /** Whether anything is to be told. */
  hasLosses(): boolean;
  /** What is to be told next, of at most that many properties: the same, over restarts too, until it was told. */
  losses(limit: number): LossBatch | undefined;
  /** The event that tells it, before it is first sent. */
  keepSealedLoss(event: SealedEvent): void;
  sealedLoss(): SealedEvent | undefined;
  /** Sent, or refused for good. */
  lossTold(): void;
}

/** How full the reading log is. */
export interface LogUsage {
  /** All its files on the disk. */
  readonly bytes: number;
  readonly quota: number;
  /** Of readings that no delivered event covers; they are what cannot be given up silently. */
  readonly waitingBytes: number;
  /** UTC ms of the oldest reading kept, delivered or not. */
  readonly oldestAt: number | undefined;
  /** Readings given up so far, over all starts. */
  readonly dropped: Readonly<Record<LossReason, number>>;
  /** Readings that wait in memory because the disk takes nothing. */
  readonly inMemory: number;
}
