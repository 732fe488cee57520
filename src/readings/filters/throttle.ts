import type { Filter } from "./filter.ts";
import { type HeldReading, heldReading } from "./held-reading.ts";

/**
 * At most one value in so many ms. What comes too soon goes on at the end of that time as it is by then, so that the last word of a
 * source is never lost.
 */
export function throttle(everyMs: number): Filter {
  let passedAt: number | undefined;
  let held: HeldReading | undefined;
  const dueAt = (): number | undefined =>
    held === undefined || passedAt === undefined ? undefined : passedAt + everyMs;
  return {
    take(reading, at) {
      if (passedAt !== undefined && at.now - passedAt < everyMs) {
        held = { reading, cameAt: at };
        return undefined;
      }
      passedAt = at.now;
      held = undefined;
      return reading;
    },
    passBy(reading) {
      passedAt = undefined;
      held = undefined;
      return reading;
    },
    dueAt,
    due(at) {
      if (held === undefined || at.now < (dueAt() ?? at.now)) return undefined;
      const reading = heldReading(held, at);
      passedAt = at.now;
      held = undefined;
      return { reading, isRepeated: false };
    },
  };
}
