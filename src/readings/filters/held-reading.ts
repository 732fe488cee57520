import type { Reading } from "../../core/reading.ts";
import type { Moment } from "./filter.ts";

/** A reading that goes on later than it came, if at all. */
export interface HeldReading {
  readonly reading: Reading;
  readonly cameAt: Moment;
}

/** ms by which UTC and the monotonic clock drift apart without anybody having set one. */
const ordinaryDrift = 1000;

/** The reading as it goes on now; where UTC was set meanwhile, its times are set along. */
export function heldReading({ reading, cameAt }: HeldReading, at: Moment): Reading {
  const shift = Math.round(at.utc - at.now - (cameAt.utc - cameAt.now));
  if (Math.abs(shift) < ordinaryDrift) return reading;
  const { measuredAt, takenAt } = reading;
  return {
    ...reading,
    takenAt: takenAt + shift,
    measuredAt: measuredAt === undefined ? undefined : measuredAt + shift,
  };
}
