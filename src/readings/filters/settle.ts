import type { Reading } from "../../core/reading.ts";
import { sameValue } from "../../core/same-value.ts";
import type { Value } from "../../core/value.ts";
import type { Filter } from "./filter.ts";
import { type HeldReading, heldReading } from "./held-reading.ts";

/** A value goes on once it stayed the same for so many ms, with the time at which it began; what bounces back is dropped. */
export function settle(forMs: number): Filter {
  let settled: Value | undefined;
  let held: HeldReading | undefined;
  const isHeld = (value: Value): boolean => held?.reading.value !== undefined && sameValue(held.reading.value, value);
  return {
    take(reading, at) {
      if (settled !== undefined && sameValue(settled, reading.value)) {
        held = undefined;
        return reading;
      }
      if (!isHeld(reading.value)) held = { reading, cameAt: at };
      return undefined;
    },
    passBy(reading: Reading) {
      settled = undefined;
      held = undefined;
      return reading;
    },
    dueAt: () => held && held.cameAt.now + forMs,
    due(at) {
      if (held === undefined || at.now < held.cameAt.now + forMs) return undefined;
      const reading = heldReading(held, at);
      settled = reading.value;
      held = undefined;
      return { reading, isRepeated: false };
    },
  };
}
