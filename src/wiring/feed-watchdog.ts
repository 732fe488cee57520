import type { Clock } from "../core/clock.ts";
import type { Systemd } from "../machine/systemd.ts";

/** Signs of life for the service manager, given by the main loop only while `isWorking` says so. */
export function feedWatchdog(systemd: Systemd, clock: Clock, isWorking: () => boolean): Disposable {
  const interval = systemd.watchdogInterval();
  let timer: Disposable | undefined;
  const feed = (): void => {
    if (interval === undefined) return;
    if (isWorking()) systemd.alive();
    timer = clock.after(interval, feed);
  };
  feed();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };
}
