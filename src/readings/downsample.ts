import { compareDecimals, type Decimal } from "../core/decimal.ts";
import type { LogEntry } from "../core/store-ports.ts";
import { isDecimal, type Value } from "../core/value.ts";

/** What is left of the readings of one stretch of time: enough to draw the curve that all of them would draw. */
export interface Stretch {
  /** UTC ms of the first and of the last reading. */
  readonly fromAt: number;
  readonly toAt: number;
  /** Readings with a value that can be trusted. */
  readonly count: number;
  readonly first: Value;
  readonly last: Value;
  /** Of numbers; undefined of booleans and texts. */
  readonly least: Decimal | undefined;
  readonly greatest: Decimal | undefined;
}

/**
 * History from `fromAt` up to `toAt` (UTC ms) in at most `most` stretches of equal length, in the order of time; those without a
 * reading are left out. Only readings of quality `ok` count. No more than one stretch a part is held, however long the history.
 */
export function downsample(
  entries: Iterable<LogEntry>,
  fromAt: number,
  toAt: number,
  most: number,
): readonly Stretch[] {
  const length = Math.max(1, (toAt - fromAt + 1) / most);
  const stretches = new Map<number, Stretch>();
  for (const { at, quality, value } of entries) {
    if (quality !== "ok" || value === undefined || at < fromAt || at > toAt) continue;
    const place = Math.floor((at - fromAt) / length);
    stretches.set(place, together(stretches.get(place), at, value));
  }
  return [...stretches].toSorted(([one], [other]) => one - other).map(([, stretch]) => stretch);
}

/** Late data may be older than what came before it. */
function together(known: Stretch | undefined, at: number, value: Value): Stretch {
  const number = isDecimal(value) ? value : undefined;
  if (known === undefined) {
    return { fromAt: at, toAt: at, count: 1, first: value, last: value, least: number, greatest: number };
  }
  return {
    fromAt: Math.min(known.fromAt, at),
    toAt: Math.max(known.toAt, at),
    count: known.count + 1,
    first: at < known.fromAt ? value : known.first,
    last: at >= known.toAt ? value : known.last,
    least: further(known.least, number, -1),
    greatest: further(known.greatest, number, 1),
  };
}

function further(one: Decimal | undefined, other: Decimal | undefined, sign: 1 | -1): Decimal | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return compareDecimals(other, one) * sign > 0 ? other : one;
}
