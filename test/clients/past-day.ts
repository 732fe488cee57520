import { mkdirSync } from "node:fs";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { openLog } from "../store/some-readings.ts";

const everyMs = 300_000;
const dayMs = 86_400_000;

/** Puts a day of temperatures, warmest in its middle, into the reading log of an agent that never ran. */
export function recordPastDay(stateDirectory: string): void {
  mkdirSync(stateDirectory, { mode: 0o700 });
  const clock = systemClock("trusted");
  using log = openLog(stateDirectory, { clock });
  const path = affordancePath(asThingId("greenhouse"), "temperature");
  for (let back = dayMs - everyMs; back >= everyMs; back -= everyMs) {
    const tenths = Math.round(195 + 25 * Math.sin((Math.PI * back) / dayMs) + 3 * Math.sin(back / 1_700_000));
    const value = { coefficient: BigInt(tenths), scale: 1 };
    log.append({ path, type: "number", unit: "Cel", scale: 1, value, quality: "ok", at: clock.now() - back });
  }
  log.commit();
}
