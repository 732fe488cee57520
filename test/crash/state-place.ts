import type { BootTimes } from "../../src/core/boot-times.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { ControlStore, ReadingLog } from "../../src/core/store-ports.ts";

/** The stores of one life. */
export interface LifeStores extends Disposable {
  readonly store: ControlStore;
  readonly readingLog: ReadingLog & BootTimes;
}

/** Where the lives of one play keep what outlives them. */
export interface StatePlace {
  /** For the next life: all that was durable when the one before it ended. */
  open(clock: Clock, log: Log): LifeStores;
  /** Called in the very moment in which a life is stopped. */
  stopped(): void;
  /** After the last life. */
  remains(): Promise<Remains>;
}

export type Content = Readonly<Record<string, unknown>>;

/** A line of the audit, with the command or the event that it is about. */
export interface Note {
  readonly kind: string;
  readonly id: string | undefined;
  readonly event: string | undefined;
}

/** What the last life left, to be judged from outside. */
export interface Remains {
  /** Events that nobody judged. */
  readonly inbox: number;
  /** Of each command that was begun, how it ended; undefined: not at all. */
  readonly journal: ReadonlyMap<string, string | undefined>;
  /** What is still to be sent. */
  readonly outbox: readonly { readonly txn: string; readonly content: Content }[];
  /** Of the audit. */
  readonly notes: readonly Note[];
  /** Position of the last reading that counts as delivered. */
  readonly delivered: number;
  /** The telemetry event that is still to be sent. */
  readonly sealed: { readonly txn: string; readonly through: number } | undefined;
  /** What is wrong with the files themselves. */
  readonly faults: readonly string[];
}
