import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { OutgoingEvent } from "../core/room-ports.ts";
import type { LogEntry, ReadingLog, SealedRange } from "../core/store-ports.ts";
import type { Candidate, Source } from "./classes.ts";
import type { EventSize } from "./event-size.ts";

/** How one batch is numbered. `after`: only in an epoch's first event, the one sealed last before it. */
export interface BatchNumber {
  readonly epoch: number;
  /** From 1. */
  readonly seq: number;
  readonly after: { readonly epoch: number; readonly seq: number } | undefined;
}

export interface BatchWish {
  /** Most bytes of JSON. */
  readonly largest: number;
  /** How many entries will about fit. */
  readonly likely: number;
  /** Older readings than these wait: what is newest is told beside them. */
  readonly isBehind: boolean;
}

/** Encodes as many of the entries as fit one event, oldest first; at least one is given. */
export type FillBatch = (
  entries: readonly LogEntry[],
  number: BatchNumber,
  wish: BatchWish,
) => { readonly content: object; readonly bytes: number; readonly through: number; readonly taken: number };

type HistoryLog = Pick<
  ReadingLog,
  "unsealed" | "gather" | "backlog" | "keepSealed" | "sealed" | "delivered" | "rejected" | "unseal" | "lastSealed"
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
  readonly size: EventSize;
  readonly fillBatch: FillBatch;
  /** Told when the homeserver refused an event for good: how many readings it held. */
  readonly lost: (readings: number, detail: string) => void;
}

/** No event holds more readings than this. */
const mostReadings = 10_000;
/** With readings for more events than that, those of one property are worth looking for. */
const manyEvents = 3;
/** Readings older than this, ms, with more than an event holds after them, are a backlog. */
const behindMs = 20_000;

interface Draft {
  readonly range: SealedRange;
  readonly bytes: number;
  readonly taken: number;
}

/** History: readings in the order of recording, one sealed event at a time. */
export class TelemetrySource implements Source {
  readonly #parts: TelemetrySourceParts;
  /** Monotonic ms of the last sealing. */
  #sealedAt = Number.NEGATIVE_INFINITY;
  /** How many waiting readings are taken for a full event: as many as the last full one held. */
  #fullAt = mostReadings;
  /** Events taken back in this run: the next one under the same number is another. */
  #takenBack = 0;

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
    const { epoch, seq } = this.#nextNumber();
    const again = this.#takenBack === 0 ? "" : `.${this.#takenBack}`;
    return this.#candidate(`roomwire.telemetry.${epoch}.${seq}${again}`);
  }

  #candidate(txn: string): Candidate {
    const { log, clock, room, size, lost } = this.#parts;
    let draft: Draft | undefined;
    return {
      class: "history",
      room,
      txn,
      sealed: undefined,
      make: () => {
        const made = this.#fill();
        draft = made;
        return made.event;
      },
      isTooLarge: (sealed) => draft !== undefined && !size.sealed(draft.bytes, sealed) && draft.taken > 1,
      keepSealed: (sealed) => {
        if (draft === undefined) throw new TypeError("telemetry is kept before it was made");
        log.keepSealed(sealed, draft.range);
        this.#sealedAt = clock.monotonic();
      },
      sent: (eventId) => {
        log.delivered(txn, eventId);
        size.taken();
      },
      rejected: (detail) => lost(log.rejected(txn), detail),
      divide: (sealed) => {
        if (!size.canBeLess(sealed)) return false;
        log.unseal(txn);
        size.refused(sealed);
        this.#takenBack += 1;
        this.#sealedAt = Number.NEGATIVE_INFINITY;
        return true;
      },
    };
  }

  #fill(): Draft & { readonly event: OutgoingEvent } {
    const { log, clock, room, type, size, fillBatch } = this.#parts;
    const number = this.#nextNumber();
    const { readings, oldestAt } = log.backlog();
    const isBehind = readings > this.#fullAt && clock.now() - (oldestAt ?? clock.now()) > behindMs;
    const isLong = readings > manyEvents * this.#fullAt;
    if (isBehind || isLong) log.gather();
    // A little more than the last full one held, so that few are encoded in vain; gathered ones take less room.
    const offered = Math.ceil(this.#fullAt * (isLong ? 2 : 1.2));
    const entries = log.unsealed(Math.min(mostReadings, offered));
    const wish = { largest: size.largestContent, likely: this.#fullAt, isBehind };
    const { content, bytes, through, taken } = fillBatch(entries, number, wish);
    if (taken < entries.length) this.#fullAt = taken;
    else if (readings > taken) this.#fullAt = Math.min(mostReadings, Math.ceil(taken * 1.2));
    else this.#fullAt = Math.max(this.#fullAt, taken);
    const { epoch, seq } = number;
    return { event: { room, type, content }, range: { epoch, seq, through }, bytes, taken };
  }

  #nextNumber(): BatchNumber {
    const last = this.#parts.log.lastSealed();
    const { epoch } = this.#parts;
    if (last?.epoch === epoch) return { epoch, seq: last.seq + 1, after: undefined };
    return { epoch, seq: 1, after: last };
  }
}
