import type { Condition, ConditionTest } from "./condition.ts";
import { compareDecimals, type Decimal } from "./decimal.ts";
import type { Reading } from "./reading.ts";
import { sameValue } from "./same-value.ts";
import { isDecimal, type Value } from "./value.ts";

/** What a condition remembers between two looks at its property. Times are monotonic ms. */
export interface ConditionMemory {
  readonly isMet: boolean;
  /** Since when the test holds without a break; undefined while it does not. */
  readonly heldSince: number | undefined;
  /** Where a number was beyond its limit last, for `clear_at`. */
  readonly side: Side | undefined;
  /** The last good value, for `changes`. */
  readonly value: Value | undefined;
  /** When the last value came, or the watch began. */
  readonly sampledAt: number;
}

export interface Look {
  /** What is seen of the property now. */
  readonly reading: Reading | undefined;
  /** Whether that reading has just come. */
  readonly isNew: boolean;
}

type Side = "above" | "below";

/** The memory of a condition that nothing is known about. */
export function noMemory(now: number): ConditionMemory {
  return { isMet: false, heldSince: undefined, side: undefined, value: undefined, sampledAt: now };
}

/** The memory of one that is known to have been met so far. */
export function metSoFar({ test, forMs }: Condition, now: number): ConditionMemory {
  const side = test.kind === "above" || test.kind === "below" ? test.kind : undefined;
  const sampledAt = test.kind === "stale" ? now - test.afterMs : now;
  return { isMet: true, heldSince: now - forMs, side, value: undefined, sampledAt };
}

/** One look at a condition: what it knows afterwards, and whether it is met. Stale or unknown is not met. */
export function meetsCondition(
  condition: Condition,
  before: ConditionMemory,
  look: Look,
  now: number,
): ConditionMemory {
  const { reading, isNew } = look;
  const value = reading?.quality === "ok" ? reading.value : undefined;
  const hasCome = isNew && reading?.value !== undefined && reading.quality !== "stale";
  const sampledAt = hasCome ? now : before.sampledAt;
  const side = value === undefined ? undefined : sideOf(condition, value, before);
  const holds = testHolds(condition.test, { value, side, isNew, age: now - sampledAt, last: before.value });
  const heldSince = holds ? (before.heldSince ?? now) : undefined;
  const isMet = heldSince !== undefined && now - heldSince >= condition.forMs;
  return { isMet, heldSince, side, value: value ?? before.value, sampledAt };
}

/** ms after which time alone may change the answer; undefined: it never does. */
export function nextLookIn({ test, forMs }: Condition, memory: ConditionMemory, now: number): number | undefined {
  if (memory.isMet) return undefined;
  if (memory.heldSince !== undefined) return memory.heldSince + forMs - now;
  return test.kind === "stale" ? memory.sampledAt + test.afterMs - now : undefined;
}

interface Seen {
  readonly value: Value | undefined;
  readonly side: Side | undefined;
  readonly isNew: boolean;
  /** ms since the last value. */
  readonly age: number;
  readonly last: Value | undefined;
}

function testHolds(test: ConditionTest, { value, side, isNew, age, last }: Seen): boolean {
  switch (test.kind) {
    case "is":
      return value !== undefined && sameValue(value, test.value);
    case "above":
    case "below":
    case "outside":
      return side !== undefined;
    case "stale":
      return age >= test.afterMs;
    case "changes":
      return isNew && value !== undefined && last !== undefined && !sameValue(value, last);
  }
}

/** Beyond which limit a number is; once met, `clear_at` takes the limit's place on that side. */
function sideOf({ test, clearAt }: Condition, value: Value, before: ConditionMemory): Side | undefined {
  if (!isDecimal(value)) return undefined;
  const side = beyond(test, value);
  if (side !== undefined || clearAt === undefined || !before.isMet) return side;
  return before.side !== undefined && isBeyond(value, clearAt, before.side) ? before.side : undefined;
}

function beyond(test: ConditionTest, value: Decimal): Side | undefined {
  switch (test.kind) {
    case "above":
      return isBeyond(value, test.limit, "above") ? "above" : undefined;
    case "below":
      return isBeyond(value, test.limit, "below") ? "below" : undefined;
    case "outside":
      if (isBeyond(value, test.high, "above")) return "above";
      return isBeyond(value, test.low, "below") ? "below" : undefined;
    case "is":
    case "stale":
    case "changes":
      return undefined;
  }
}

function isBeyond(value: Decimal, limit: Decimal, side: Side): boolean {
  return side === "above" ? compareDecimals(value, limit) > 0 : compareDecimals(value, limit) < 0;
}
