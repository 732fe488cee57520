import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import type { BootClock } from "../core/boot-clock.ts";

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

/** The unit's, which sees no /proc/sys (systemd.unit(5), `%b`), or random(4)'s; where there is none every run counts as a boot of its own. */
function bootId({ ROOMWIRE_BOOT_ID: given }: NodeJS.ProcessEnv): string {
  if (given !== undefined && given !== "") return given;
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return crypto.randomUUID();
  }
}
