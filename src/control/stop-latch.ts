import type { Clock } from "../core/clock.ts";
import type { ControlStore } from "../core/store-ports.ts";

/** Who stopped everything, why, and when. */
export interface StopFact {
  readonly by: string;
  readonly why: string;
  /** UTC ms on the agent's clock. */
  readonly at: number;
}

export interface LatchParts {
  readonly store: Pick<ControlStore, "fact" | "setFact">;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
}

/** Name of the durable fact; empty: not stopped. */
const factName = "stopped";
/** ms after which a store that did not take the latch is asked again. */
const againMs = 1_000;

/** Whether everything is stopped: set until somebody releases it, over restarts. */
export class StopLatch implements Disposable {
  readonly #parts: LatchParts;
  #fact: StopFact | undefined;
  #retry: Disposable | undefined;
  #hasFailed = false;

  constructor(parts: LatchParts) {
    this.#parts = parts;
    this.#fact = readFact(parts.store.fact(factName));
  }

  get fact(): StopFact | undefined {
    return this.#fact;
  }

  /** Counts from the very call; `keep` makes it durable. False when everything was stopped before: that word stays. */
  set(by: string, why: string): boolean {
    if (this.#fact !== undefined) return false;
    this.#fact = { by, why, at: this.#parts.clock.now() };
    return true;
  }

  /** Writes the latch down, and again until the store takes it: no output waits for a disk. False: a restart would forget it now. */
  keep(): boolean {
    this.#retry?.[Symbol.dispose]();
    if (this.#fact === undefined) return true;
    try {
      this.#parts.store.setFact(factName, JSON.stringify(this.#fact));
      this.#hasFailed = false;
      return true;
    } catch (error) {
      if (!this.#hasFailed) this.#parts.onFault(error);
      this.#hasFailed = true;
      this.#retry = this.#parts.clock.after(againMs, () => this.keep());
      return false;
    }
  }

  /** Throws what the store throws; everything stays stopped then. */
  release(): void {
    this.#parts.store.setFact(factName, "");
    this.#fact = undefined;
    this.#retry?.[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.#retry?.[Symbol.dispose]();
  }
}

/** A latch that cannot be read still holds. */
function readFact(text: string | undefined): StopFact | undefined {
  if (text === undefined || text === "") return undefined;
  try {
    const { by, why, at }: Partial<StopFact> = JSON.parse(text);
    if (typeof by === "string" && typeof why === "string" && typeof at === "number") return { by, why, at };
  } catch {
    // Falls through: what somebody wrote here was a stop.
  }
  return { by: "somebody", why: "the stored word of it cannot be read", at: 0 };
}
