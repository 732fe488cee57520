import type { Property } from "../core/property.ts";
import type { Value } from "../core/value.ts";
import { type FittingWish, isSafeValue } from "./admit-wish.ts";

/** Whether anything may move by it, or fall silent. Stopping everything is what nobody may be kept from. */
export function moves(wish: FittingWish): boolean {
  if (wish.kind === "alerts") return silences(wish);
  return wish.kind !== "read" && !(wish.kind === "all" && wish.name === "stop");
}

/** A mute keeps phones from ringing at all; what is acknowledged has rung. */
function silences({ name, ms }: FittingWish & { kind: "alerts" }): boolean {
  return name === "mute" && ms !== 0;
}

/**
 * A command event proves its own time, as long as there is a clock to judge it by; so only pulses, what is critical, and
 * what says so asks back.
 */
export function eventNeedsChallenge(wish: FittingWish, isClockTrusted: boolean): boolean {
  if (!isClockTrusted && moves(wish)) return true;
  switch (wish.kind) {
    case "read":
      return false;
    case "write":
      return isGrave(wish.property, wish.value);
    case "invoke": {
      const { action, properties } = wish;
      if (action.work.kind === "pulse" || action.critical || action.ask === "always") return true;
      return action.work.writes.some(({ property, value }) =>
        properties.some((written) => written.name === property && isGrave(written, value)),
      );
    }
    case "all":
    case "alerts":
      return false;
  }
}

function isGrave(property: Property, value: Value): boolean {
  return property.ask === "always" || (property.critical && !isSafeValue(property, value));
}

/**
 * A text carries no authenticated time: a server may hold it back for hours. Without asking back it may read, stop
 * everything, acknowledge alerts, write a safe value, or write what ends by itself (`max_on`) and is not critical, unless `ask` says otherwise.
 */
export function textNeedsChallenge(wish: FittingWish, isClockTrusted: boolean): boolean {
  switch (wish.kind) {
    case "read":
      return false;
    case "write":
      return writeNeedsChallenge(wish.property, wish.value, isClockTrusted);
    case "invoke":
      return invokeNeedsChallenge(wish, isClockTrusted);
    case "all":
      return wish.name === "release";
    case "alerts":
      return silences(wish);
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
