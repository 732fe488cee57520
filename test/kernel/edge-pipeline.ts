import { writeSync } from "node:fs";
import { dirname } from "node:path";
import { usableConfiguration } from "../../src/cli/usable-configuration.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { machine } from "../../src/machine/machine.ts";
import { openLog } from "../../src/machine/open-log.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { openReadingFile } from "../../src/store/reading-file.ts";
import { english } from "../../src/texts/english.ts";
import { openDevice } from "../../src/wiring/open-device.ts";

/**
 * The agent's half that needs no homeserver, with its stores: driver, decoding, latest value, report filter, reading log. Says
 * `ready`, then for each reading of the one property the ns of CLOCK_MONOTONIC at which everybody could see it. Argument: the
 * configuration's file.
 */
const file = process.argv[2] ?? "";
const log = openLog({ level: "warn" });
const clock = systemClock("trusted");
const configuration = usableConfiguration(file, log);
const directory = dirname(file);
const { durability: durabilityMs, keep } = configuration.storage;
const fail = (why: unknown): void => log.error("the reading log does not work", { why });
let isReady = false;
const device = await openDevice({
  ...{ configuration, clock, log, machine: machine(clock), drivers: driverTable },
  store: openControlFile(directory, clock),
  readingLog: openReadingFile(directory, { durabilityMs, keep, clock, onFault: fail, onDamage: fail }),
  stampOf: (at) => at,
  readSecret: () => "",
  texts: english,
});
device.onChange(({ path }) => {
  const at = process.hrtime.bigint();
  if (isReady && device.readings.latest.get(path)?.quality === "ok") writeSync(1, `${at}\n`);
});
isReady = true;
writeSync(1, "ready\n");
setInterval(() => undefined, 2 ** 30);
