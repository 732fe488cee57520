import type { SafeCause } from "./safe-cause.ts";
import type { UnsafeOutput } from "./send-value.ts";

/** How the time of one value ended. */
export interface TurnEnd {
  /** `write`: by a newer value that somebody wrote. */
  readonly cause: SafeCause | "write";
  /** For a `SafeCause`: the first try to set it back; undefined when the hardware took it. */
  readonly set: Promise<UnsafeOutput | undefined>;
}

/** One value of one output, from its write until the next value. */
export class Turn {
  readonly #over = new AbortController();
  #end: TurnEnd | undefined;

  /** Aborted from within the step that hands over the next value, before the hardware gets it. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** undefined while it lasts. */
  get end(): TurnEnd | undefined {
    return this.#end;
  }

  over(end: TurnEnd): void {
    this.#end = end;
    this.#over.abort();
  }
}
