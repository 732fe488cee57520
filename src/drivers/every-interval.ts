import type { Clock } from "../core/clock.ts";

/** Runs `first` ms from now and then at whole multiples of `ms` from there; those that were missed are left out. */
export function everyInterval(ms: number, clock: Clock, first: number, run: () => void): Disposable {
  let due = clock.monotonic() + first;
  let timer = clock.after(first, tick);
  function tick(): void {
    due += ms * (Math.floor((clock.monotonic() - due) / ms) + 1);
    timer = clock.after(due - clock.monotonic(), tick);
    run();
  }
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
