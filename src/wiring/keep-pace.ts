import type { Clock } from "../core/clock.ts";

export interface PaceCounts {
  readonly readings: number;
  readonly events: number;
}

export interface Pace extends Disposable {
  /** Over the last ten minutes, or since the start. */
  perMinute(): PaceCounts;
}

const everyMs = 60_000;
const mostMarks = 10;

/** Looks once a minute how far two counts are that only grow, or begin anew. */
export function keepPace(clock: Clock, count: () => PaceCounts): Pace {
  const mark = () => ({ at: clock.monotonic(), counts: count() });
  let marks = [mark()];
  let timer: Disposable;
  const schedule = (): void => {
    timer = clock.after(everyMs, () => {
      marks = [...marks, mark()].slice(-mostMarks);
      schedule();
    });
  };
  schedule();
  return {
    perMinute() {
      const [first = mark()] = marks;
      const { at, counts } = mark();
      const minutes = Math.max(1, (at - first.at) / everyMs);
      const since = (name: keyof PaceCounts): number => Math.max(0, counts[name] - first.counts[name]) / minutes;
      return { readings: since("readings"), events: since("events") };
    },
    [Symbol.dispose]: () => timer[Symbol.dispose](),
  };
}
