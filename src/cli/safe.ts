import { hasSafeValue } from "../control/rest-value.ts";
import { setSafeValues } from "../control/safe-values.ts";
import { outputsOf } from "../core/thing.ts";
import { driverTable } from "../drivers/driver-table.ts";
import { systemClock } from "../machine/clock.ts";
import { gpioWays } from "../machine/gpio-ways.ts";
import { machine } from "../machine/machine.ts";
import type { OpenLog } from "../machine/open-log.ts";
import { openHardware } from "../wiring/open-hardware.ts";
import { readSecret } from "../wiring/read-secret.ts";
import { usableConfiguration } from "./usable-configuration.ts";

/** ms in which a bus must come up to be made safe. */
const upWithinMs = 5000;

/** `roomwire safe`: sets every output to its `safe_value` and ends. Loads nothing of Matrix. Resolves to the exit code. */
export async function safe(
  options: { readonly config: string },
  log: OpenLog,
  print: (line: string) => void,
): Promise<number> {
  const configuration = usableConfiguration(options.config, log);
  const clock = systemClock("trusted");
  await using hardware = openHardware(
    {
      configuration,
      drivers: driverTable,
      machine: machine(clock, gpioWays(configuration.stateDirectory)),
      clock,
      readSecret: readSecret(log),
    },
    () => undefined,
  );
  const wanted = outputsOf(configuration.things).filter(hasSafeValue);
  const isUp = (): boolean => wanted.every(({ path }) => hardware.outputs.get(path)?.isUp === true);
  const deadline = performance.now() + upWithinMs;
  while (!isUp() && performance.now() < deadline) await new Promise((done) => setTimeout(done, 20));
  const failures = await setSafeValues(wanted, (path) => hardware.outputs.get(path), clock);
  for (const { path } of wanted) {
    const failure = failures.find((candidate) => candidate.path === path);
    print(failure === undefined ? `${path}: safe` : `${path}: NOT SAFE: ${failure.detail}`);
  }
  if (wanted.length === 0) print("no output has a safe_value");
  return failures.length === 0 ? 0 : 1;
}
