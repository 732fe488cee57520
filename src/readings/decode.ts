import { toValue } from "../core/convert.ts";
import { compareDecimals, formatDecimal } from "../core/decimal.ts";
import type { FaultCode } from "../core/fault-codes.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Sample } from "../core/sample.ts";
import { isDecimal, type Value } from "../core/value.ts";

/** A sample as a reading of its property: converted, rounded, held against the bounds. `takenAt`: UTC ms. Never throws. */
export function decode(property: Property, sample: Sample, takenAt: number): Reading {
  const { path } = property;
  if (sample.kind === "absent") {
    const { quality, fault: code, detail, noticedAt } = sample;
    return { path, value: undefined, quality, measuredAt: undefined, takenAt: noticedAt, fault: { code, detail } };
  }
  const { measuredAt } = sample;
  const converted = toValue(property, property.from?.conversion ?? {}, sample.wire);
  if (!converted.ok) {
    const fault = { code: converted.fault, detail: converted.detail };
    return { path, value: undefined, quality: "fault", measuredAt, takenAt, fault };
  }
  const { value } = converted;
  const problem = boundProblem(property, value);
  if (problem === undefined) return { path, value, quality: "ok", measuredAt, takenAt };
  const fault = { code: "out-of-bounds" satisfies FaultCode, detail: problem } as const;
  return { path, value, quality: "out-of-range", measuredAt, takenAt, fault };
}

function boundProblem({ minimum, maximum }: Property, value: Value): string | undefined {
  if (!isDecimal(value)) return undefined;
  if (minimum !== undefined && compareDecimals(value, minimum) < 0) {
    return `${formatDecimal(value)} is below the minimum ${formatDecimal(minimum)}.`;
  }
  if (maximum !== undefined && compareDecimals(value, maximum) > 0) {
    return `${formatDecimal(value)} is above the maximum ${formatDecimal(maximum)}.`;
  }
  return undefined;
}
