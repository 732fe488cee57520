import type { Clock } from "../core/clock.ts";
import { retryDelay } from "./retry-delay.ts";

interface Hold {
  readonly failures: number;
  /** Monotonic ms. */
  readonly until: number;
}

/** Names that are to be left alone for a while, longer each time: transactions without an answer, rooms that take nothing. */
export class Holds<Name extends string> {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #held = new Map<Name, Hold>();

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Returns whether it is the first hold since the name was released. */
  hold(name: Name): boolean {
    const failures = (this.#held.get(name)?.failures ?? 0) + 1;
    this.#held.set(name, { failures, until: this.#clock.monotonic() + retryDelay(failures, this.#random) });
    return failures === 1;
  }

  /** Returns whether it was held, over or not. */
  release(name: Name): boolean {
    return this.#held.delete(name);
  }

  /** ms until it may be tried again; 0: now. */
  waitFor(name: Name): number {
    return Math.max(0, (this.#held.get(name)?.until ?? 0) - this.#clock.monotonic());
  }

  /** What must still wait. */
  names(): ReadonlySet<Name> {
    return new Set([...this.#held.keys()].filter((name) => this.waitFor(name) > 0));
  }

  /** ms until the first of them may be tried again; undefined: none waits. */
  nextIn(): number | undefined {
    const waits = [...this.names()].map((name) => this.waitFor(name));
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  /** All may be tried now; how often each failed stays known. */
  tryAllNow(): void {
    for (const [name, hold] of this.#held) this.#held.set(name, { ...hold, until: 0 });
  }
}
