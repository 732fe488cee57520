import { readFileSync } from "node:fs";

/** The unit's, which sees no /proc/sys (systemd.unit(5), `%b`), or random(4)'s; where there is none every run counts as a boot of its own. */
export function bootId({ ROOMWIRE_BOOT_ID: given }: NodeJS.ProcessEnv): string {
  if (given !== undefined && given !== "") return given;
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return crypto.randomUUID();
  }
}
