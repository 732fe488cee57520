import { localTime, wallClock } from "./local-time.ts";

/** A day of the Gregorian calendar; months count from 1. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const dayMs = 86_400_000;

/** UTC ms at which the day has just ended in a time zone of the IANA list, which must be one of the system's. */
export function endOfDay({ year, month, day }: Day, timeZone: string): number {
  const nextMidnight = Date.UTC(year, month - 1, day) + dayMs;
  const clock = wallClock(timeZone);
  // The zone's offset a day earlier and later: where they differ, the day's end lies before or after the change.
  const candidates = [nextMidnight - dayMs, nextMidnight + dayMs].map(
    (near) => nextMidnight - (localTime(clock, near) - near),
  );
  const right = candidates.filter(
    (at) => localTime(clock, at) >= nextMidnight && localTime(clock, at - 1000) < nextMidnight,
  );
  return Math.min(...(right.length > 0 ? right : candidates));
}
