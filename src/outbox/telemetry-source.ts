import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { LogEntry, ReadingLog, SealedRange } from "../core/store-ports.ts";
import type { Candidate, Source } from "./classes.ts";

/** How one batch is numbered. `after`: only in an epoch's first event, the one sealed last before it. */
export interface BatchNumber {
  readonly epoch: number;
  /** From 1. */
  readonly seq: number;
  readonly after: { readonly epoch: number; readonly seq: number } | undefined;
}

/** Encodes as many of the entries as fit one event, oldest first; at least one is given. */
export type FillBatch = (
  entries: readonly LogEntry[],
  number: BatchNumber,
) => { readonly content: object; readonly through: number; readonly taken: number };

type HistoryLog = Pick<
  ReadingLog,
  "unsealed" | "backlog" | "keepSealed" | "sealed" | "delivered" | "rejected" | "lastSealed"
>;

export interface TelemetrySourceParts {
  readonly log: HistoryLog;
  readonly clock: Clock;
  readonly room: RoomId;
  /** `dev.roomwire.telemetry`. */
  readonly type: string;
  /** This run's epoch. */
  readonly epoch: number;
  /** Least ms between events that are not full. */
  readonly every: number;
  readonly fillBatch: FillBatch;
  /** Told when the homeserver refused an event for good: how many readings it held. */
  readonly lost: (readings: number, detail: string) => void;
}

/** No event holds more readings than this. */
const mostReadings = 5000;

/** History: readings in the order of recording, one sealed event at a time. */
export class TelemetrySource implements Source {
  readonly #parts: TelemetrySourceParts;
  /** Monotonic ms of the last sealing. */
  #sealedAt = Number.NEGATIVE_INFINITY;
  /** How many waiting readings are taken for a full event: as many as the last full one held. */
  #fullAt = mostReadings;

  constructor(parts: TelemetrySourceParts) {
    this.#parts = parts;
  }

  next(passOver: ReadonlySet<RoomId>): Candidate | number | undefined {
    const { log, clock, every, room } = this.#parts;
    const kept = log.sealed();
    if (kept !== undefined) {
      if (passOver.has(kept.event.room)) return undefined;
      return { ...this.#candidate(kept.event.txn), room: kept.event.room, sealed: kept.event };
    }
    const waiting = log.backlog().readings;
    if (waiting === 0 || passOver.has(room)) return undefined;
    const waitMs = this.#sealedAt + every - clock.monotonic();
    if (waitMs > 0 && waiting < this.#fullAt) return waitMs;
    const number = this.#nextNumber();
    return this.#candidate(`roomwire.telemetry.${number.epoch}.${number.seq}`);
  }

  #candidate(txn: string): Candidate {
    const { log, clock, room, type, fillBatch, lost } = this.#parts;
    let range: SealedRange | undefined;
    return {
      class: "history",
      room,
      txn,
      sealed: undefined,
      make: () => {
        const number = this.#nextNumber();
        const entries = log.unsealed(mostReadings);
        const { content, through, taken } = fillBatch(entries, number);
        this.#fullAt = taken < entries.length ? taken : mostReadings;
        range = { epoch: number.epoch, seq: number.seq, through };
        return { room, type, content };
      },
      keepSealed: (sealed) => {
        if (range === undefined) throw new TypeError("telemetry is kept before it was made");
        log.keepSealed(sealed, range);
        this.#sealedAt = clock.monotonic();
      },
      sent: (eventId) => log.delivered(txn, eventId),
      rejected: (detail) => lost(log.rejected(txn), detail),
    };
  }

  #nextNumber(): BatchNumber {
    const last = this.#parts.log.lastSealed();
    const { epoch } = this.#parts;
    if (last?.epoch === epoch) return { epoch, seq: last.seq + 1, after: undefined };
    return { epoch, seq: 1, after: last };
  }
}
