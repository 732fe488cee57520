import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { SealedEvent } from "../core/room-ports.ts";
import type { Candidate, Source } from "./classes.ts";

interface Waiting {
  readonly event: SealedEvent;
  /** Monotonic ms. */
  readonly since: number;
}

export interface ClearSourceParts {
  readonly clock: Clock;
  /** ms after which one is dropped that did not go. */
  readonly freshMs: number;
  /** Of more than so many the oldest are dropped. */
  readonly mostWaiting: number;
}

/** Events of the second, closed door that are worth no more than what is left over of the event budget. Kept nowhere. */
export class ClearSource implements Source {
  readonly #parts: ClearSourceParts;
  #waiting: readonly Waiting[] = [];

  constructor(parts: ClearSourceParts) {
    this.#parts = parts;
  }

  add(event: SealedEvent): void {
    const { clock, mostWaiting } = this.#parts;
    this.#waiting = [...this.#waiting, { event, since: clock.monotonic() }].slice(-mostWaiting);
  }

  next(passOver: ReadonlySet<RoomId>): Candidate | undefined {
    const { clock, freshMs } = this.#parts;
    const now = clock.monotonic();
    this.#waiting = this.#waiting.filter(({ since }) => now - since < freshMs);
    const first = this.#waiting.find(({ event }) => !passOver.has(event.room));
    if (first === undefined) return undefined;
    const { event } = first;
    const drop = () => {
      this.#waiting = this.#waiting.filter((one) => one !== first);
    };
    return {
      class: "latest",
      room: event.room,
      txn: event.txn,
      sealed: event,
      make: () => {
        throw new TypeError("what goes in clear is never sealed");
      },
      keepSealed: () => undefined,
      sent: drop,
      rejected: drop,
      // The others of its kind would fare no better.
      forbidden: () => {
        this.#waiting = this.#waiting.filter(({ event: { room, type } }) => room !== event.room || type !== event.type);
      },
    };
  }
}
