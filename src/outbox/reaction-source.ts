import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { SealedEvent } from "../core/room-ports.ts";
import type { Candidate, Source } from "./classes.ts";

/** ms after which a reaction would be none any more. */
const freshMs = 30_000;
const mostWaiting = 10;

interface Waiting {
  readonly event: SealedEvent;
  /** Monotonic ms. */
  readonly since: number;
}

/** Reactions, which go where events are left over and are dropped where none are: kept nowhere, and not encrypted. */
export class ReactionSource implements Source {
  readonly #clock: Clock;
  #waiting: readonly Waiting[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(event: SealedEvent): void {
    this.#waiting = [...this.#waiting, { event, since: this.#clock.monotonic() }].slice(-mostWaiting);
  }

  next(passOver: ReadonlySet<RoomId>): Candidate | undefined {
    const now = this.#clock.monotonic();
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
        throw new TypeError("a reaction is never sealed");
      },
      keepSealed: () => undefined,
      sent: drop,
      rejected: drop,
      forbidden: drop,
    };
  }
}
