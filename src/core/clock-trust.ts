/** UTC ms: nothing was measured by an agent before; what bears an earlier time was stamped by a clock that nobody had set. */
export const firstMeasuredAt = Date.UTC(2026, 0, 1);
/** UTC ms: no clock can be right that is before this version was made. */
export const versionMadeAt = Date.UTC(2026, 10, 1);

/** ms by which a clock may fall back when it is adjusted. */
const toleranceMs = 5_000;

/** What both clocks show at one moment, and what the system says of UTC. */
export interface ClockSight {
  /** UTC ms. */
  readonly utc: number;
  readonly monotonic: number;
  readonly isSynchronised: boolean;
}

/** What is known of the clock so far. */
export interface ClockTrust {
  readonly isTrusted: boolean;
  /** UTC ms: the newest time that was ever believed. */
  readonly seen: number;
  /** Where both clocks stood when UTC was last believed; undefined from the start, and since it stepped back. */
  readonly last: Pick<ClockSight, "utc" | "monotonic"> | undefined;
}

/** Before anything was seen: `keptAt` is the newest time believed by earlier runs. */
export function unseenClock(keptAt: number | undefined): ClockTrust {
  return { isTrusted: false, seen: Math.max(versionMadeAt, keptAt ?? 0), last: undefined };
}

/**
 * Whether UTC may be believed now: the system says that it is synchronised, and it is neither before what was ever seen nor
 * fell behind the monotonic clock. A clock that stepped back is believed again once it is past what was seen.
 */
export function judgeClock(known: ClockTrust, { utc, monotonic, isSynchronised }: ClockSight): ClockTrust {
  const { last } = known;
  /** What UTC would be by the monotonic clock; it may have shown so just before it stepped. */
  const expected = last === undefined ? known.seen : last.utc + (monotonic - last.monotonic);
  const steppedBack = last !== undefined && utc < expected - toleranceMs;
  const seen = steppedBack ? Math.max(known.seen, expected) : known.seen;
  const kept = steppedBack ? undefined : last;
  const isTrusted = isSynchronised && (kept !== undefined || utc >= seen);
  if (!isTrusted) return { isTrusted, seen, last: kept };
  return { isTrusted, seen: Math.max(seen, utc), last: { utc, monotonic } };
}
