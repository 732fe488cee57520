import type { Clock } from "../core/clock.ts";

/** ms after a silence until it is tried again: twice as long each time. */
const shortestWait = 1000;
const longestWait = 60_000;

/** Growing waits of something that does not answer. */
export class SilentWait {
  readonly #clock: Clock;
  #wait = shortestWait;
  #until: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isSilent(): boolean {
    return this.#until !== undefined;
  }

  get isOver(): boolean {
    return this.#until === undefined || this.#clock.monotonic() >= this.#until;
  }

  begin(): void {
    this.#until = this.#clock.monotonic() + this.#wait;
    this.#wait = Math.min(longestWait, 2 * this.#wait);
  }

  end(): void {
    this.#until = undefined;
    this.#wait = shortestWait;
  }
}
