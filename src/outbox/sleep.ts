import type { Clock } from "../core/clock.ts";

/** A wait that can be cut short. A wake that comes while nobody sleeps ends the next sleep at once. */
export class Sleep {
  readonly #clock: Clock;
  #isAwake = false;
  #end: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wake(): void {
    this.#isAwake = true;
    this.#end?.();
  }

  /** Resolves after that many ms (undefined: never by itself) or when woken. One sleeper at a time. */
  async forMs(ms: number | undefined): Promise<void> {
    if (!this.#isAwake) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#end = resolve;
      using _timer = ms === undefined ? undefined : this.#clock.after(ms, resolve);
      await promise;
    }
    this.#end = undefined;
    this.#isAwake = false;
  }
}
