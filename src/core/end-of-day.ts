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
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  // The zone's offset a day earlier and later: where they differ, the day's end lies before or after the change.
  const candidates = [nextMidnight - dayMs, nextMidnight + dayMs].map(
    (near) => nextMidnight - (localTime(clock, near) - near),
  );
  const right = candidates.filter(
    (at) => localTime(clock, at) >= nextMidnight && localTime(clock, at - 1000) < nextMidnight,
  );
  return Math.min(...(right.length > 0 ? right : candidates));
}

/** What clocks there show at a UTC time of whole seconds, as if that were UTC. */
function localTime(clock: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}
