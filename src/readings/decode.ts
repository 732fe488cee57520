import { toValue } from "../core/convert.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Sample } from "../core/sample.ts";

/** Digits that are kept beyond those of the property while its value is processed. */
const spareDigits = 6;

/** Digits after the point between the bus and the end of a property's steps; without steps its own. */
export function workingDecimals({ process, decimals }: Pick<Property, "process" | "decimals">): number {
  return process.length === 0 ? decimals : decimals + spareDigits;
}

/** A sample as a reading of its property, converted, not yet processed nor held against the bounds. `takenAt`: UTC ms. Never throws. */
export function decode(property: Property, sample: Sample, takenAt: number): Reading {
  const { path } = property;
  if (sample.kind === "absent") {
    const { quality, fault: code, detail, noticedAt } = sample;
    return { path, value: undefined, quality, measuredAt: undefined, takenAt: noticedAt, fault: { code, detail } };
  }
  const { measuredAt } = sample;
  const shape = { type: property.type, enum: property.enum, decimals: workingDecimals(property) };
  const converted = toValue(shape, property.from?.conversion ?? {}, sample.wire);
  if (converted.ok) return { path, value: converted.value, quality: "ok", measuredAt, takenAt };
  const fault = { code: converted.fault, detail: converted.detail };
  return { path, value: undefined, quality: "fault", measuredAt, takenAt, fault };
}
