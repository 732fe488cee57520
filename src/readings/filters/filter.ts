import type { Reading } from "../../core/reading.ts";
import type { Value } from "../../core/value.ts";

/** A reading that holds a good value. */
export type GoodReading = Reading & { readonly value: Value };

/** One moment on both clocks. */
export interface Moment {
  /** Monotonic ms: what is waited by. */
  readonly now: number;
  /** UTC ms; may jump. */
  readonly utc: number;
}

/** What time alone brought out of a filter. */
export interface Due {
  readonly reading: Reading;
  /** A repetition was not measured anew, so nothing may count as confirmed by it. */
  readonly isRepeated: boolean;
}

/**
 * One step of processing, with what it remembers of one property. It reads no clock and touches nothing else, so that the same
 * readings at the same times always give the same.
 */
export interface Filter {
  /** What goes on of a good value; undefined: nothing, or nothing yet. */
  take(reading: GoodReading, at: Moment): Reading | undefined;
  /** What is no good value goes by at once, and what is remembered may end with it. Default: as it is. */
  passBy?(reading: Reading): Reading;
  /** Monotonic ms at which something goes on by time alone; undefined: nothing will. */
  dueAt?(): number | undefined;
  /** What is due. */
  due?(at: Moment): Due | undefined;
}
