import { localTime, wallClock } from "../../core/local-time.ts";
import type { ChartSpan, Wall } from "./chart-series.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

export interface TimeTick {
  /** UTC ms. */
  readonly at: number;
  readonly label: string;
}

/** Distances of ticks, and the longest span that each is for. */
const steps: readonly (readonly [step: number, longest: number])[] = [
  [15 * minuteMs, 1.5 * hourMs],
  [30 * minuteMs, 3 * hourMs],
  [hourMs, 6 * hourMs],
  [2 * hourMs, 10 * hourMs],
  [3 * hourMs, 16 * hourMs],
  [6 * hourMs, 30 * hourMs],
  [12 * hourMs, 3 * dayMs],
  [dayMs, 5 * dayMs],
  [2 * dayMs, 10 * dayMs],
  [4 * dayMs, 20 * dayMs],
  [7 * dayMs, 60 * dayMs],
];

/** Round times of the wall clock there within the span. A time that is skipped in spring has no tick. */
export function timeTicks({ fromAt, toAt }: ChartSpan, { locale, timeZone }: Wall): readonly TimeTick[] {
  const step = (steps.find(([, longest]) => toAt - fromAt <= longest) ?? steps.at(-1) ?? [dayMs])[0];
  const clock = wallClock(timeZone);
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const near = toAt - fromAt <= 10 * dayMs;
  const day = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: "numeric",
    ...(near ? { weekday: "short" } : { month: "short" }),
  });
  const ticks: TimeTick[] = [];
  const end = localTime(clock, toAt) + hourMs;
  for (let wall = Math.ceil(localTime(clock, fromAt - hourMs) / step) * step; wall <= end; wall += step) {
    const at = utcOf(wall, clock);
    if (at === undefined || at < fromAt || at > toAt || at === ticks.at(-1)?.at) continue;
    ticks.push({ at, label: (wall % dayMs === 0 ? day : time).format(at) });
  }
  return ticks;
}

/** UTC ms at which clocks there show that time; undefined where they never do. */
function utcOf(wall: number, clock: Intl.DateTimeFormat): number | undefined {
  const guess = wall - (localTime(clock, wall) - wall);
  const at = wall - (localTime(clock, guess) - guess);
  return localTime(clock, at) === wall ? at : undefined;
}
