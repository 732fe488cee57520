import type { Configuration } from "../config/configuration.ts";
import type { Clock } from "../core/clock.ts";
import { judgeClock, unseenClock } from "../core/clock-trust.ts";
import type { Log } from "../core/log.ts";
import type { ControlStore } from "../core/store-ports.ts";

export interface TrustClockParts {
  /** The system's own clock, trusted when the system says that it is synchronised. */
  readonly clock: Clock;
  readonly configuration: Pick<Configuration, "clock">;
  readonly store: Pick<ControlStore, "fact" | "setFact">;
  readonly log: Log;
}

const keptFact = "clock-seen";
const keepEveryMs = 3_600_000;

/** UTC ms: the newest time that any run believed, so that it must be later now. */
export function newestSeen(store: Pick<ControlStore, "fact">): number {
  return unseenClock(Number(store.fact(keptFact) ?? 0)).seen;
}

/**
 * The clock of the agent: with `clock: auto` not trusted either when it is before what was ever seen, or fell back. The
 * newest time is kept over restarts, written once an hour and when disposed.
 */
export function trustClock({ clock, configuration, store, log }: TrustClockParts): Clock & Disposable {
  if (configuration.clock === "trusted") return { ...portsOf(clock), [Symbol.dispose]: () => undefined };
  let trust = unseenClock(Number(store.fact(keptFact) ?? 0));
  const isTrusted = (): boolean => {
    const was = trust;
    const sight = { utc: clock.now(), monotonic: clock.monotonic(), isSynchronised: clock.isTrusted() };
    trust = judgeClock(was, sight);
    if (was.isTrusted && !trust.isTrusted) log.warn("the clock is not trusted any more: what moves is asked back for");
    if (!was.isTrusted && trust.isTrusted) log.info("the clock is trusted");
    return trust.isTrusted;
  };
  const keep = (): void => {
    if (!isTrusted()) return;
    try {
      store.setFact(keptFact, String(Math.floor(trust.seen)));
    } catch (error) {
      log.warn("the time could not be kept for the next start", { error });
    }
  };
  let timer: Disposable;
  const tick = (): void => {
    keep();
    timer = clock.after(keepEveryMs, tick);
  };
  timer = clock.after(keepEveryMs, tick);
  return {
    ...portsOf(clock),
    isTrusted,
    [Symbol.dispose]: () => {
      timer[Symbol.dispose]();
      keep();
    },
  };
}

function portsOf(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    isTrusted: () => clock.isTrusted(),
    after: (ms, run) => clock.after(ms, run),
  };
}
