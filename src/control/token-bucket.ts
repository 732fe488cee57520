import type { Clock } from "../core/clock.ts";

export interface BucketRate {
  readonly burst: number;
  /** Monotonic ms in which one token comes back. */
  readonly everyMs: number;
}

/** Lets `burst` things through at once and then one in `everyMs`. Monotonic time, so a clock that is set changes nothing. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #rate: BucketRate;
  #tokens: number;
  #countedTo: number;

  constructor(clock: Clock, rate: BucketRate) {
    this.#clock = clock;
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#countedTo = clock.monotonic();
  }

  /** Takes a token if there is one. */
  take(): boolean {
    this.#refill();
    if (this.#tokens === 0) return false;
    this.#tokens -= 1;
    return true;
  }

  /** ms until there is a token; 0 when there is one. */
  waitMs(): number {
    this.#refill();
    return this.#tokens > 0 ? 0 : this.#rate.everyMs - (this.#clock.monotonic() - this.#countedTo);
  }

  #refill(): void {
    const now = this.#clock.monotonic();
    const gained = Math.floor((now - this.#countedTo) / this.#rate.everyMs);
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + gained);
    this.#countedTo = this.#tokens === this.#rate.burst ? now : this.#countedTo + gained * this.#rate.everyMs;
  }
}
