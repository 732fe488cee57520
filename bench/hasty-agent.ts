/** The agent as `roomwire run` starts it, on a clock that runs faster: `hasty-agent.ts CONFIGURATION TIMES`. Ends at SIGTERM. */
import { agent } from "../src/agent.ts";
import { readConfiguration } from "../src/cli/read-configuration.ts";
import { usableConfiguration } from "../src/cli/usable-configuration.ts";
import type { Clock } from "../src/core/clock.ts";
import { bootClock } from "../src/machine/boot-clock.ts";
import { systemChance } from "../src/machine/chance.ts";
import { systemClock } from "../src/machine/clock.ts";
import { machine } from "../src/machine/machine.ts";
import { openLog } from "../src/machine/open-log.ts";
import { packageFiles } from "../src/machine/package-files.ts";
import { systemd } from "../src/machine/systemd.ts";

function hastyClock(clock: Clock, times: number): Clock {
  const [begin, monotonic] = [clock.now(), clock.monotonic()];
  return {
    now: () => Math.floor(begin + (clock.now() - begin) * times),
    monotonic: () => monotonic + (clock.monotonic() - monotonic) * times,
    isTrusted: () => true,
    after: (ms, run) => clock.after(ms / times, run),
  };
}

const [config = "", times = "1"] = process.argv.slice(2);
const log = openLog({ level: "info" });
const stop = new AbortController();
const awake = setInterval(() => undefined, 2 ** 30);
process.on("SIGTERM", () => stop.abort());
const clock = hastyClock(systemClock("trusted"), Number(times));
const configured = usableConfiguration(config, log);
// The homeserver holds a /sync for 30 s of its own, half an hour on this clock: that is no lost link that people are called for.
const alerts = { ...configured.alerts, linkLostMs: configured.alerts.linkLostMs * Number(times) };
await agent(
  {
    configuration: { ...configured, alerts },
    machine: machine(clock),
    boot: bootClock(process.env),
    chance: systemChance,
    clock,
    log,
    systemd: systemd({}, process.pid),
    version: packageFiles().version,
    readConfiguration: () => readConfiguration(config),
    onHangUp: () => ({ [Symbol.dispose]: () => undefined }),
  },
  stop.signal,
);
clearInterval(awake);
