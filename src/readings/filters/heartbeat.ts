import type { Reading } from "../../core/reading.ts";
import type { Filter } from "./filter.ts";

/**
 * Every value at once, and the last good one again every so many ms in which none came. A repetition has no time of measurement,
 * since nothing was measured; a hole is never filled by one.
 */
export function heartbeat(everyMs: number): Filter {
  let last: { readonly reading: Reading; readonly at: number } | undefined;
  return {
    take(reading, { now }) {
      last = { reading, at: now };
      return reading;
    },
    passBy(reading) {
      last = undefined;
      return reading;
    },
    dueAt: () => last && last.at + everyMs,
    due({ now, utc }) {
      if (last === undefined || now < last.at + everyMs) return undefined;
      const reading = { ...last.reading, measuredAt: undefined, takenAt: utc };
      last = { reading, at: now };
      return { reading, isRepeated: true };
    },
  };
}
