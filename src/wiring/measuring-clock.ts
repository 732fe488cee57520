import type { BootClock } from "../core/boot-clock.ts";
import type { BootTime, BootTimes } from "../core/boot-times.ts";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import { unsetTime } from "../core/unset-time.ts";

export interface MeasuringClockParts {
  /** The agent's clock, which knows whether UTC may be believed. */
  readonly clock: Clock;
  readonly boot: BootClock;
  readonly times: BootTimes;
  /** UTC ms: it cannot be earlier. */
  readonly notBefore: number;
  readonly log: Log;
}

/** What measuring goes by. */
export interface MeasuringClock extends Disposable {
  /** Its UTC goes on with the time since boot while the system's may not be believed, so that no step of that moves it. */
  readonly clock: Clock;
  /** A time of this clock, asked for when it was told, as the log keeps it: to be repaired where it was a guess. */
  stampOf(at: number): number;
}

/** ms after which it is looked whether UTC is known by now. */
const lookEveryMs = 1_000;

/** UTC while it is known, and from the moment when it was last known on; before that a guess that is repaired later. */
export function measuringClock({ clock, boot, times, notBefore, log }: MeasuringClockParts): MeasuringClock {
  /** UTC ms at which the machine started, as far as it is known. */
  let startedAt: number | undefined;
  /** While UTC was never known in this run. */
  let unset: BootTime | undefined;
  /** The log knows as well: what earlier runs of this boot measured before has its time, and later ones need not guess. */
  let isTold = false;
  /** Not again at each reading: the disk may be full. */
  let isTried = false;

  const guess = (sinceBoot: number): number => {
    unset = times.beginBoot(boot.id, Math.max(clock.now(), notBefore) - sinceBoot);
    return unset.startedAt;
  };
  const know = (startedNow: number): void => {
    isTried = true;
    try {
      times.knowBoot(boot.id, startedNow);
      isTold = true;
      if (unset !== undefined) log.info("the clock is set: what was measured before has its time now");
      unset = undefined;
    } catch (error) {
      log.debug("when the machine was started was not kept yet", { error });
    }
  };
  const now = (): number => {
    const sinceBoot = boot.sinceBoot();
    if (clock.isTrusted()) {
      startedAt = clock.now() - sinceBoot;
      if (!isTold && !isTried) know(startedAt);
    } else startedAt ??= guess(sinceBoot);
    return Math.round(startedAt + sinceBoot);
  };
  let timer: Disposable | undefined;
  const look = (): void => {
    isTried = false;
    now();
    timer = isTold ? undefined : clock.after(lookEveryMs, look);
  };
  look();
  return {
    clock: {
      now,
      monotonic: () => clock.monotonic(),
      isTrusted: () => clock.isTrusted(),
      after: (ms, run) => clock.after(ms, run),
    },
    stampOf(at) {
      if (unset === undefined || startedAt === undefined) return at;
      return unsetTime(unset.slot, at - startedAt) ?? at;
    },
    [Symbol.dispose]: () => timer?.[Symbol.dispose](),
  };
}
