import type { Clock } from "../core/clock.ts";
import type { Systemd } from "../machine/systemd.ts";

/** Signs of life for the service manager, given by the main loop only while `isWorking` says so; to throw is no. */
export function feedWatchdog(
  systemd: Pick<Systemd, "alive" | "watchdogInterval">,
  clock: Clock,
  isWorking: () => boolean,
): Disposable {
  const interval = systemd.watchdogInterval();
  let timer: Disposable | undefined;
  const feed = (): void => {
    if (interval === undefined) return;
    timer = clock.after(interval, feed);
    try {
      if (isWorking()) systemd.alive();
    } catch {
      // Once more at the next time: the manager waits for two of them.
    }
  };
  feed();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };
}
