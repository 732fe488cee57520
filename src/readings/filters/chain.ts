import type { Reading } from "../../core/reading.ts";
import type { Due, Filter, GoodReading, Moment } from "./filter.ts";

/** The steps of one property, one after the other. */
export class Chain {
  readonly #filters: readonly Filter[];
  #stoppedAt: number | undefined;

  constructor(filters: readonly Filter[]) {
    this.#filters = filters;
  }

  /** What goes on of a reading now; undefined: nothing, or nothing yet. */
  take(reading: Reading, at: Moment): Reading | undefined {
    return this.#run(reading, 0, at);
  }

  /** Place of the step at which the last reading ended, for who asks why; undefined: it went through. */
  get stoppedAt(): number | undefined {
    return this.#stoppedAt;
  }

  /** Monotonic ms at which something goes on by time alone; undefined: nothing will. */
  dueAt(): number | undefined {
    const dues = this.#filters.flatMap((filter) => filter.dueAt?.() ?? []);
    return dues.length === 0 ? undefined : Math.min(...dues);
  }

  /** All that is due and goes on through the steps behind, in the order of the steps. */
  due(at: Moment): readonly Due[] {
    return this.#filters.flatMap((filter, place) => {
      const due = filter.due?.(at);
      const reading = due && this.#run(due.reading, place + 1, at);
      return due === undefined || reading === undefined ? [] : [{ ...due, reading }];
    });
  }

  #run(reading: Reading, from: number, at: Moment): Reading | undefined {
    let current: Reading | undefined = reading;
    for (const [place, filter] of this.#filters.entries()) {
      if (place < from) continue;
      current = isGood(current) ? filter.take(current, at) : (filter.passBy?.(current) ?? current);
      this.#stoppedAt = current === undefined ? place : undefined;
      if (current === undefined) return undefined;
    }
    return current;
  }
}

function isGood(reading: Reading): reading is GoodReading {
  return reading.quality === "ok" && reading.value !== undefined;
}
