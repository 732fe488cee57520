import { toValue } from "../core/convert.ts";
import type { Reading } from "../core/reading.ts";
import type { Sample } from "../core/sample.ts";
import type { Thing } from "../core/thing.ts";

/** What a Thing says of its presence; undefined: its source is away, which says nothing of the Thing itself. */
export function availableValue(
  { available }: Thing,
  sample: Sample,
): (Pick<Reading, "fault"> & { readonly isThere?: boolean }) | undefined {
  if (sample.kind === "absent") {
    return sample.quality === "fault" ? { fault: { code: sample.fault, detail: sample.detail } } : undefined;
  }
  const shape = { type: "boolean", decimals: 0, enum: undefined } as const;
  const converted = toValue(shape, available?.conversion ?? {}, sample.wire);
  if (!converted.ok) return { fault: { code: converted.fault, detail: converted.detail } };
  return { isThere: converted.value === true };
}
