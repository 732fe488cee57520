import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { OutgoingEvent, SealedEvent } from "../core/room-ports.ts";
import type { Candidate, Source } from "./classes.ts";

/** Says whose turn it is. Monotonic ms. */
export interface Pace<Key extends string> {
  /** Whose event may go now. */
  due(now: number): Key | undefined;
  /** ms until the next one may; undefined: nothing waits. */
  dueIn(now: number): number | undefined;
  /** Its event was sealed with what is true now. */
  taken(key: Key, now: number): void;
}

export interface LatestSourceParts<Key extends string> {
  readonly clock: Clock;
  readonly room: RoomId;
  /** Tells the transactions of this source from those of others and of other lives, each reload begins one: `state.17.5023`. */
  readonly name: string;
  readonly pace: Pace<Key>;
  /** The event as of now; undefined: nothing to tell after all. */
  readonly make: (key: Key) => OutgoingEvent;
  readonly sent?: (key: Key, event: OutgoingEvent, eventId: string) => void;
  /** State only: the agent lacks the power to write it. The source must then be paused (`setPaused`) or given power. */
  readonly forbidden?: (key: Key, detail: string) => void;
}

interface UnderWay<Key> {
  readonly key: Key;
  readonly txn: string;
  event?: OutgoingEvent;
  sealed?: SealedEvent;
}

/** Latest values, or what Things are: kept nowhere, since the next one says it anew. */
export class LatestSource<Key extends string> implements Source {
  readonly #parts: LatestSourceParts<Key>;
  #underWay: UnderWay<Key> | undefined;
  #count = 0;
  #isPaused = false;

  constructor(parts: LatestSourceParts<Key>) {
    this.#parts = parts;
  }

  /** Paused, nothing is offered and what was under way is dropped: values go another way, or nowhere. */
  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (isPaused) this.#underWay = undefined;
  }

  next(passOver: ReadonlySet<RoomId>): Candidate | number | undefined {
    const { clock, pace, room } = this.#parts;
    if (this.#isPaused || passOver.has(room)) return undefined;
    if (this.#underWay?.sealed === undefined) {
      const key = pace.due(clock.monotonic());
      if (key === undefined) return pace.dueIn(clock.monotonic());
      if (this.#underWay?.key !== key) this.#underWay = { key, txn: this.#nextTxn() };
    }
    return this.#candidate(this.#underWay);
  }

  #nextTxn(): string {
    this.#count += 1;
    return `roomwire.${this.#parts.name}.${this.#count}`;
  }

  #candidate(underWay: UnderWay<Key>): Candidate {
    const { clock, pace, room, make, sent, forbidden } = this.#parts;
    const { key } = underWay;
    const done = () => {
      if (this.#underWay === underWay) this.#underWay = undefined;
    };
    return {
      class: "latest",
      room,
      txn: underWay.txn,
      sealed: underWay.sealed,
      make: () => {
        underWay.event = make(key);
        return underWay.event;
      },
      keepSealed: (sealed) => {
        underWay.sealed = sealed;
        pace.taken(key, clock.monotonic());
      },
      sent: (eventId) => {
        done();
        if (underWay.event !== undefined) sent?.(key, underWay.event, eventId);
      },
      rejected: done,
      ...(forbidden && {
        forbidden: (detail: string) => {
          done();
          forbidden(key, detail);
        },
      }),
    };
  }
}
