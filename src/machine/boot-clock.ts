import { uptime } from "node:os";
import type { BootClock } from "../core/boot-clock.ts";
import { bootId } from "./boot-id.ts";

/** ms after which it is looked whether the machine was asleep. */
const lookEveryMs = 1_000;
/** ms by which UTC must have moved against the monotonic clock to look at once. */
const movedMs = 20;
/** The kernel tells the time since the start in hundredths of a second (proc_uptime(5)). */
const leastSleepMs = 50;

/** The machine's own: the monotonic clock, which stands still while the machine sleeps, and what it slept. */
export function bootClock(env: NodeJS.ProcessEnv): BootClock {
  let slept = uptime() * 1000 - performance.now();
  let [lookedAt, shift] = [performance.now(), Date.now() - performance.now()];
  return {
    id: bootId(env),
    sinceBoot() {
      const monotonic = performance.now();
      const nowShift = Date.now() - monotonic;
      if (monotonic - lookedAt > lookEveryMs || Math.abs(nowShift - shift) > movedMs) {
        [lookedAt, shift] = [monotonic, nowShift];
        const seen = uptime() * 1000 - monotonic;
        if (seen - slept > leastSleepMs) slept = seen;
      }
      return monotonic + slept;
    },
  };
}
