import { agent } from "../../agent.ts";
import type { Configuration } from "../../config/configuration.ts";
import { bootClock } from "../../machine/boot-clock.ts";
import { systemChance } from "../../machine/chance.ts";
import { systemClock } from "../../machine/clock.ts";
import { gpioWays } from "../../machine/gpio-ways.ts";
import { machine } from "../../machine/machine.ts";
import { openLog } from "../../machine/open-log.ts";
import { packageFiles } from "../../machine/package-files.ts";
import { systemd } from "../../machine/systemd.ts";
import { readConfiguration } from "../read-configuration.ts";
import { setupBrokenOff } from "./setup-broken-off.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The agent in this process, as it will run later. */
export interface AgentHere extends AsyncDisposable {
  /** It is in its rooms. Rejects with the fault that ended it before. */
  readonly ready: Promise<void>;
  /** Rejects with the fault that ends it, or when somebody breaks setup off by a signal. */
  readonly ended: Promise<never>;
}

/** Starts it; `tell` gets what it logs as an error. Disposed, it makes its outputs safe and ends. */
export function runAgentHere(configuration: Configuration, tell: (line: string) => void): AgentHere {
  const clock = systemClock(configuration.clock);
  const stop = new AbortController();
  const ready = Promise.withResolvers<void>();
  const write = (line: string): void => {
    const { level, message } = JSON.parse(line.replace(/^<\d>/, "")) as { level: string; message: string };
    if (message === "ready") ready.resolve();
    if (level === "error") tell(message);
  };
  const running = agent(
    {
      configuration,
      machine: machine(clock, gpioWays(configuration.stateDirectory)),
      clock,
      boot: bootClock(process.env),
      chance: systemChance,
      systemd: systemd({}, process.pid),
      log: openLog({ level: "info", pretty: false, write }),
      version: packageFiles().version,
      readConfiguration: () => readConfiguration(configuration.file),
      onHangUp: () => new DisposableStack(),
    },
    stop.signal,
  );
  const brokenOff = Promise.withResolvers<never>();
  const onSignal = (): void => brokenOff.reject(setupBrokenOff());
  for (const name of signals) process.on(name, onSignal);
  const ended = Promise.race([running.then(() => new Promise<never>(() => undefined)), brokenOff.promise]);
  ended.catch(ready.reject);
  ready.promise.catch(() => undefined);
  return {
    ready: ready.promise,
    ended,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running.catch(() => undefined);
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
