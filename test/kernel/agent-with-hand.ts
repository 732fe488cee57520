import { registerHooks } from "node:module";
import { agent } from "../../src/agent.ts";
import { readConfiguration } from "../../src/cli/read-configuration.ts";
import { usableConfiguration } from "../../src/cli/usable-configuration.ts";
import type { GpioLines, GpioOutput } from "../../src/core/gpio-lines.ts";
import { bootClock } from "../../src/machine/boot-clock.ts";
import { systemChance } from "../../src/machine/chance.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { gpioWays } from "../../src/machine/gpio-ways.ts";
import { machine } from "../../src/machine/machine.ts";
import { openLog } from "../../src/machine/open-log.ts";
import { systemd } from "../../src/machine/systemd.ts";

/**
 * The agent as `roomwire run` has it, with a hand behind its back: at SIGUSR2 every GPIO output that it holds is switched on, on its
 * own line and without a command, which would take a homeserver.
 */
const file = process.argv[2] ?? "";
// The room's half waits for its library for ever: emulated, that library takes longer to load than all else together.
registerHooks({
  load: (url, context, next) =>
    url.includes("/node_modules/matrix-js-sdk/")
      ? { format: "module", source: "await new Promise(() => undefined);", shortCircuit: true }
      : next(url, context),
});
const log = openLog({ level: "info" });
const clock = systemClock("trusted");
const outputs = new Set<GpioOutput>();
const configuration = usableConfiguration(file, log);
const real = machine(clock, gpioWays(configuration.stateDirectory));
const stop = new AbortController();

function watched(lines: GpioLines): GpioLines {
  return {
    get isUp() {
      return lines.isUp;
    },
    watch: (input, events) => lines.watch(input, events),
    drive(settings) {
      const output = lines.drive(settings);
      outputs.add(output);
      return {
        write: (level) => output.write(level),
        [Symbol.dispose]() {
          outputs.delete(output);
          output[Symbol.dispose]();
        },
      };
    },
    [Symbol.asyncDispose]: () => lines[Symbol.asyncDispose](),
  };
}

setInterval(() => undefined, 2 ** 30);
process.on("SIGTERM", () => stop.abort());
process.on("SIGUSR2", () => {
  for (const output of outputs) output.write(true);
  log.info("the hand switched everything on");
});
await agent(
  {
    machine: { ...real, openGpioLines: (chip, via) => watched(real.openGpioLines(chip, via)) },
    configuration,
    readConfiguration: () => readConfiguration(file),
    ...{ log, clock, chance: systemChance, boot: bootClock(process.env), version: "0.0.0" },
    systemd: systemd(process.env, process.pid),
    onHangUp(run) {
      process.on("SIGHUP", run);
      return { [Symbol.dispose]: () => void process.off("SIGHUP", run) };
    },
  },
  stop.signal,
);
process.exit();
