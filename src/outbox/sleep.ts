import type { Clock } from "../core/clock.ts";

/** A wait that can be cut short. One sleeper at a time. */
export class Sleep {
  readonly #clock: Clock;
  #end: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends the wait, if there is one. */
  wake(): void {
    this.#end?.();
  }

  /** Begins to wait at once; resolves after that many ms (undefined: never by itself) or when woken. */
  async forMs(ms: number | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#end = resolve;
    using _timer = ms === undefined ? undefined : this.#clock.after(ms, resolve);
    await promise;
  }
}
