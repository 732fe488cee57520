import type { Clock } from "../core/clock.ts";

/** ms that an edge may take from the kernel to this thread when nothing holds it up. */
const onTheWay = 20;

/**
 * Runs when every edge that the kernel noted within the next `ms` has been told. After this thread was held up its timers come before
 * the edges that wait, so the time counts only from one to a second.
 */
export function afterEdges(ms: number, clock: Clock, run: () => void): Disposable {
  let timer = clock.after(Math.max(0, ms), () => {
    timer = clock.after(onTheWay, run);
  });
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
