import { decimalOf } from "../core/decimal.ts";
import type { Property } from "../core/property.ts";
import { sameValue } from "../core/same-value.ts";
import type { Value } from "../core/value.ts";

/**
 * What an output goes back to when its time is over or a limit trips: `safe_value`, and where that is `null` plain off,
 * since an end that leaves it on would be none. undefined: its values are words, and none of them means off.
 */
export function restValue({ to, off, type }: Property): Value | undefined {
  const safe = to?.safeValue;
  if (safe !== undefined && safe !== null) return safe;
  if (off !== undefined) return off;
  if (type === "string") return undefined;
  return type === "boolean" ? false : decimalOf(0);
}

/** Whether writing this value brings the output to rest: no limit refuses it, and it waits for nothing. */
export function isAtRest(property: Property, value: Value): boolean {
  const rest = restValue(property);
  return rest !== undefined && sameValue(rest, value);
}

/** Whether start, stop and the loss of the link have anything to set. */
export function hasSafeValue({ to }: Property): boolean {
  return to !== undefined && to.safeValue !== null;
}
