import type { LatestValue } from "../../schemas/state.ts";
import { toEventValue } from "./event-value.ts";
import type { Property } from "./property.ts";
import type { Reading } from "./reading.ts";

/** The latest reading of a property as it stands in events. What is not known yet is unavailable. */
export function latestValue({ type, unit }: Property, reading: Reading | undefined): LatestValue {
  const { value, quality = "unavailable", measuredAt } = reading ?? {};
  return {
    ...(value !== undefined && { value: toEventValue(value, type) }),
    ...(unit !== undefined && { unit }),
    quality,
    ...(value !== undefined && measuredAt !== undefined && { measured_at: measuredAt }),
  };
}
