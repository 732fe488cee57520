import { absolute, compareDecimals, decimalOf, roundTo } from "../core/decimal.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import { isDecimal } from "../core/value.ts";
import { boundProblem } from "./bound-problem.ts";

const largest = decimalOf(10n ** 30n);

/** A processed reading as everybody sees it: rounded to the property's decimals, held against its bounds. */
export function judgeValue({ decimals, minimum, maximum }: Property, reading: Reading): Reading {
  const { value } = reading;
  if (!isDecimal(value)) return reading;
  const rounded = { ...reading, value: roundTo(value, decimals) };
  if (compareDecimals(absolute(value), largest) > 0) {
    const fault = { code: "out-of-bounds", detail: "The value is absurdly large after processing." } as const;
    return { ...reading, value: undefined, quality: "fault", fault };
  }
  if (reading.quality !== "ok") return rounded;
  const detail = boundProblem(rounded.value, minimum, maximum);
  return detail === undefined
    ? rounded
    : { ...rounded, quality: "out-of-range", fault: { code: "out-of-bounds", detail } };
}
