import type { Clock } from "../core/clock.ts";
import { afterEdges } from "./after-edges.ts";

/** Counts by interval. */
export interface Intervals {
  /** From now on, unless they run. */
  begin(): void;
  /** What was counted so far is told no more. */
  end(): void;
  /** So many more, `ago` ms before this call. */
  add(count: number, ago: number): void;
}

/** Tells how many fell into each interval of so many ms, one after the other, none left out; it ended `ago` ms before. */
export function tellIntervals(every: number, clock: Clock, tell: (count: number, ago: number) => void): Intervals {
  const counts = new Map<number, number>();
  let beganAt = 0;
  let place = 0;
  let timer: Disposable | undefined;

  function wait(): void {
    const endsAt = beganAt + (place + 1) * every;
    timer = afterEdges(endsAt - clock.monotonic(), clock, () => {
      const count = counts.get(place) ?? 0;
      counts.delete(place);
      place += 1;
      wait();
      tell(count, clock.monotonic() - endsAt);
    });
  }

  return {
    begin() {
      if (timer !== undefined) return;
      beganAt = clock.monotonic();
      place = 0;
      wait();
    },
    end() {
      timer?.[Symbol.dispose]();
      timer = undefined;
      counts.clear();
    },
    add(count, ago) {
      const at = Math.floor((clock.monotonic() - ago - beganAt) / every);
      const into = Math.max(place, at);
      counts.set(into, (counts.get(into) ?? 0) + count);
    },
  };
}
