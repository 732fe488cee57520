import { type LossContent, lossType } from "../../schemas/loss.ts";
import type { Clock } from "../core/clock.ts";
import { type AffordancePath, type RoomId, splitPath } from "../core/ids.ts";
import type { Loss, LossLog } from "../core/reading-loss.ts";
import type { Candidate, Source } from "./classes.ts";

export interface LossSourceParts {
  readonly log: LossLog;
  readonly clock: Clock;
  readonly room: RoomId;
  /** This run's epoch. */
  readonly epoch: number;
  /** Whether anybody there may know of that property. */
  readonly isVisible: (path: AffordancePath) => boolean;
  /** Told when the homeserver refused an event for good. */
  readonly refused: (detail: string) => void;
}

/** Properties in one event: with the longest ids they fill about half of it. */
const mostLosses = 200;
/** ms from one event to the next: while readings are given up all the time, one event tells many of them. */
const everyMs = 60_000;

interface Telling {
  readonly txn: string;
  readonly content: LossContent;
}

/** What was given up before it was delivered, one sealed event at a time; it goes ahead of the history with the gap. */
export class LossSource implements Source {
  readonly #parts: LossSourceParts;
  /** Monotonic ms of the last event. */
  #toldAt = Number.NEGATIVE_INFINITY;
  #telling: Telling | undefined;

  constructor(parts: LossSourceParts) {
    this.#parts = parts;
  }

  next(passOver: ReadonlySet<RoomId>): Candidate | number | undefined {
    const { log, clock, room } = this.#parts;
    const kept = log.sealedLoss();
    if (kept !== undefined) {
      if (passOver.has(kept.room)) return undefined;
      return { ...this.#candidate({ txn: kept.txn }), room: kept.room, sealed: kept };
    }
    if (passOver.has(room) || !(this.#telling !== undefined || log.hasLosses())) return undefined;
    const waitMs = this.#toldAt + everyMs - clock.monotonic();
    if (waitMs > 0) return waitMs;
    this.#telling ??= this.#nextTelling();
    return this.#telling && this.#candidate(this.#telling);
  }

  /** Losses that nobody in the room may know of are let go of. */
  #nextTelling(): Telling | undefined {
    const { log, epoch, isVisible } = this.#parts;
    for (let batch = log.losses(mostLosses); batch !== undefined; batch = log.losses(mostLosses)) {
      const losses = batch.losses.filter(({ path }) => path === undefined || isVisible(path)).map(lossEntry);
      const { seq } = batch;
      if (losses.length > 0) return { txn: `roomwire.loss.${epoch}.${seq}`, content: { v: 1, epoch, seq, losses } };
      log.lossTold();
    }
    return undefined;
  }

  #candidate({ txn, content = {} }: { readonly txn: string; readonly content?: object }): Candidate {
    const { log, clock, room, refused } = this.#parts;
    const told = (): void => {
      log.lossTold();
      this.#telling = undefined;
      this.#toldAt = clock.monotonic();
    };
    return {
      class: "history",
      room,
      txn,
      sealed: undefined,
      make: () => ({ room, type: lossType, content }),
      keepSealed: (sealed) => log.keepSealedLoss(sealed),
      sent: told,
      rejected: (detail) => {
        told();
        refused(detail);
      },
    };
  }
}

function lossEntry({ path, reason, count, fromAt, toAt }: Loss): LossContent["losses"][number] {
  return {
    ...(path !== undefined && splitPath(path)),
    reason,
    count,
    ...(fromAt !== undefined && { from_at: fromAt }),
    ...(toAt !== undefined && { to_at: toAt }),
  };
}
