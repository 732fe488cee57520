import type { Pace } from "./latest-source.ts";
import type { EventRate } from "./learnt-rate.ts";

/** ms between two edits, at the least. */
const leastMs = 60_000;
/** Edits never take more than this of what the homeserver grants. */
const share = 0.2;
/** ms after which a panel that would have said the same is looked at again, at the earliest. */
const againMs = 5_000;

export interface PanelPaceParts {
  /** What the homeserver grants now. */
  readonly rate: () => Pick<EventRate, "msPerEvent">;
  /** Whether the panel would say something else than it says. */
  readonly isNews: () => boolean;
  /** Monotonic ms before which nothing may go: a run before this one may have edited just now. */
  readonly firstAt: number;
}

/** The one panel, edited at most once in 60 s and within a fifth of the event budget, and only where it says something new. Monotonic ms. */
export class PanelPace implements Pace<"panel"> {
  readonly #parts: PanelPaceParts;
  #isWanted = true;
  #nextAt: number;

  constructor(parts: PanelPaceParts) {
    this.#parts = parts;
    this.#nextAt = parts.firstAt;
  }

  /** What it shows may have changed. */
  changed(): void {
    this.#isWanted = true;
  }

  due(now: number): "panel" | undefined {
    if (!this.#isWanted || now < this.#nextAt) return undefined;
    if (this.#parts.isNews()) return "panel";
    this.#isWanted = false;
    this.#nextAt = now + againMs;
    return undefined;
  }

  dueIn(now: number): number | undefined {
    return this.#isWanted ? Math.max(0, this.#nextAt - now) : undefined;
  }

  taken(_key: "panel", now: number): void {
    this.#isWanted = false;
    this.#nextAt = now + Math.max(leastMs, this.#parts.rate().msPerEvent / share);
  }
}
