import type { Clock } from "../../core/clock.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, warn } = findingsOf("clock");

/** Whether the system says that its time is right, and what follows when it does not. `clock` is the one of `clock: auto`. */
export function checkClock(trust: "auto" | "trusted", clock: Pick<Clock, "isTrusted">): Finding {
  if (clock.isTrusted()) return ok("synchronised, the system says");
  if (trust === "trusted") return ok("taken as right, because the configuration says `clock: trusted`");
  return warn(
    "not synchronised: readings are marked as of an untrusted clock, and commands must be proven fresh by a challenge",
    "turn on time synchronisation (`timedatectl set-ntp true`), or say `clock: trusted` where something else sets it",
  );
}
