import { agent } from "../agent.ts";
import { bootClock } from "../machine/boot-clock.ts";
import { systemChance } from "../machine/chance.ts";
import { systemClock } from "../machine/clock.ts";
import { gpioWays } from "../machine/gpio-ways.ts";
import { machine } from "../machine/machine.ts";
import type { OpenLog } from "../machine/open-log.ts";
import { packageFiles } from "../machine/package-files.ts";
import { systemd } from "../machine/systemd.ts";
import { readConfiguration } from "./read-configuration.ts";
import { trustCertificates } from "./trust-certificates.ts";
import { usableConfiguration } from "./usable-configuration.ts";

/** `roomwire run`: the agent until a signal. Resolves when all is closed; throws the AgentFault that ended it. */
export async function run(options: { readonly config: string }, log: OpenLog): Promise<void> {
  const configuration = usableConfiguration(options.config, log, { warns: true });
  trustCertificates(configuration.matrix.caFile);
  const clock = systemClock(configuration.clock);
  const { version } = packageFiles();
  using manager = systemd(process.env, process.pid);
  using stop = stopSignal(log);
  log.info(`roomwire ${version} starts`, { config: configuration.file });
  const readAgain = () => readConfiguration(options.config);
  const outside = {
    machine: machine(clock, gpioWays(configuration.stateDirectory)),
    clock,
    boot: bootClock(process.env),
    chance: systemChance,
    systemd: manager,
  };
  await agent({ ...outside, configuration, log, version, readConfiguration: readAgain, onHangUp }, stop.signal);
  log.info("stopped");
}

// Until somebody listens a SIGHUP is no reason to end.
process.on("SIGHUP", () => undefined);

function onHangUp(run: () => void): Disposable {
  process.on("SIGHUP", run);
  return { [Symbol.dispose]: () => void process.off("SIGHUP", run) };
}

/** Aborts at SIGTERM and SIGINT; a second signal ends the process at once. Keeps the process alive until disposed. */
function stopSignal(log: OpenLog): Disposable & { readonly signal: AbortSignal } {
  const stop = new AbortController();
  const awake = setInterval(() => undefined, 2 ** 30);
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(130);
    log.info(`${name}: stopping`);
    stop.abort();
  };
  for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, onSignal);
  return { signal: stop.signal, [Symbol.dispose]: () => clearInterval(awake) };
}
