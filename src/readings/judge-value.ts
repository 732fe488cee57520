import { absolute, compareDecimals, decimalOf, roundTo } from "../core/decimal.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import { isDecimal } from "../core/value.ts";
import { boundProblem } from "./bound-problem.ts";

const largest = decimalOf(10n ** 30n);

/** A reading as everybody sees it, decoded and processed: rounded to the property's decimals, held against its bounds. */
export function judgeValue({ decimals, minimum, maximum, process }: Property, reading: Reading): Reading {
  const { value } = reading;
  if (!isDecimal(value)) return reading;
  // What was not processed was looked at when it was decoded.
  if (process.length > 0 && compareDecimals(absolute(value), largest) > 0) {
    const fault = { code: "out-of-bounds", detail: "The value is absurdly large after processing." } as const;
    return { ...reading, value: undefined, quality: "fault", fault };
  }
  const rounded = value.scale === decimals ? value : roundTo(value, decimals);
  const seen = rounded === value ? reading : { ...reading, value: rounded };
  const detail = reading.quality === "ok" ? boundProblem(rounded, minimum, maximum) : undefined;
  if (detail === undefined) return seen;
  return { ...seen, quality: "out-of-range", fault: { code: "out-of-bounds", detail } };
}
