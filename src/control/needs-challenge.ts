import type { Property } from "../core/property.ts";
import { sameValue } from "../core/same-value.ts";
import type { Value } from "../core/value.ts";
import type { FittingWish } from "./admit-wish.ts";

/** A command event proves its own time, so only what is critical, or says so, asks back. */
export function eventNeedsChallenge(wish: FittingWish): boolean {
  switch (wish.kind) {
    case "read":
      return false;
    case "write":
      return wish.property.critical && !isSafeValue(wish.property, wish.value);
    case "invoke":
      return (
        wish.action.work.kind === "pulse" || wish.action.critical || wish.properties.some(({ critical }) => critical)
      );
  }
}

/**
 * A text carries no authenticated time: a server may hold it back for hours. Without asking back it may read, write a
 * safe value, or write what ends by itself (`max_on`) and is not critical, unless the configuration says `ask`.
 */
export function textNeedsChallenge(wish: FittingWish, isClockTrusted: boolean): boolean {
  switch (wish.kind) {
    case "read":
      return false;
    case "write":
      return writeNeedsChallenge(wish.property, wish.value, isClockTrusted);
    case "invoke":
      return invokeNeedsChallenge(wish, isClockTrusted);
  }
}

function writeNeedsChallenge(property: Property, value: Value, isClockTrusted: boolean): boolean {
  if (property.ask === "always") return true;
  if (isSafeValue(property, value)) return false;
  if (property.critical || !isClockTrusted) return true;
  return property.ask !== "never" && property.limits.maxOn === undefined;
}

function invokeNeedsChallenge(
  { action, properties }: FittingWish & { kind: "invoke" },
  isClockTrusted: boolean,
): boolean {
  if (action.ask === "always" || action.critical) return true;
  if (action.ask === "never") return !isClockTrusted || properties.some(({ critical }) => critical);
  if (action.work.kind === "pulse") return true;
  return action.work.writes.some(({ property, value }) => {
    const written = properties.find(({ name }) => name === property);
    return written === undefined || writeNeedsChallenge(written, value, isClockTrusted);
  });
}

/** The state the output falls back to anyway. A `null` says that none is safer than another. */
function isSafeValue(property: Property, value: Value): boolean {
  const safe = property.to?.safeValue;
  if (safe === undefined || safe === null) return false;
  return sameValue(safe, value);
}
