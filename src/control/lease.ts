import type { Clock } from "../core/clock.ts";

/** Why a time is over. */
export type TimeIsUp = "lease" | "pulse" | "max-on";

interface Run {
  /** Monotonic ms. */
  readonly endsAt: number;
  readonly cause: TimeIsUp;
}

/** How long a value may stay; nothing where it may stay for ever. */
export interface Stay {
  /** ms of the lease or the pulse that was asked for. */
  readonly lease: { readonly ms: number; readonly cause: "lease" | "pulse" } | undefined;
  /** ms; only for values that are on. */
  readonly maxOn: number | undefined;
}

/**
 * When an output has to go back: one timer on the monotonic clock. The time runs from our write, before anybody knows how
 * that ended, or from a reading that shows on without one. A newer value replaces the time of the one before once the
 * hardware took it; until then whichever is over first counts. Not kept over a restart: outputs are set safe at start.
 */
export class Lease implements Disposable {
  readonly #clock: Clock;
  readonly #expire: (cause: TimeIsUp) => void;
  #run: Run | undefined;
  #next: { readonly run: Run | undefined } | undefined;
  #timer: Disposable | undefined;

  constructor(clock: Clock, expire: (cause: TimeIsUp) => void) {
    this.#clock = clock;
    this.#expire = expire;
  }

  /** A value is handed over now. */
  begin({ lease, maxOn }: Stay): void {
    const now = this.#clock.monotonic();
    const asked: Run | undefined = lease && { endsAt: now + lease.ms, cause: lease.cause };
    const limit: Run | undefined = maxOn === undefined ? undefined : { endsAt: now + maxOn, cause: "max-on" };
    this.#run = earlier(this.#run, this.#next?.run);
    this.#next = { run: earlier(asked, limit) };
    this.#schedule();
  }

  /** The hardware took it. */
  taken(): void {
    if (this.#next === undefined) return;
    this.#run = this.#next.run;
    this.#next = undefined;
    this.#schedule();
  }

  /** It certainly did not: the time of the value before goes on. */
  failed(): void {
    this.#next = undefined;
    this.#schedule();
  }

  /** Nobody knows: whichever is over first counts. */
  unsure(): void {
    this.#run = earlier(this.#run, this.#next?.run);
    this.#next = undefined;
    this.#schedule();
  }

  /** A reading shows on. */
  sawOn(maxOn: number | undefined): void {
    if (maxOn === undefined || this.#run !== undefined || this.#next !== undefined) return;
    this.#run = { endsAt: this.#clock.monotonic() + maxOn, cause: "max-on" };
    this.#schedule();
  }

  /** A reading shows off. What was asked for ends in its own time: readings flicker. */
  sawOff(): void {
    if (this.#run?.cause === "max-on" && this.#next === undefined) this.clear();
  }

  /** It is set back, for whatever reason. */
  clear(): void {
    this.#run = undefined;
    this.#next = undefined;
    this.#schedule();
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  #schedule(): void {
    this.#timer?.[Symbol.dispose]();
    const first = earlier(this.#run, this.#next?.run);
    if (first === undefined) return;
    this.#timer = this.#clock.after(first.endsAt - this.#clock.monotonic(), () => {
      this.clear();
      this.#expire(first.cause);
    });
  }
}

function earlier(a: Run | undefined, b: Run | undefined): Run | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.endsAt < a.endsAt ? b : a;
}
