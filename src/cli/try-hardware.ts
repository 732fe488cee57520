import { once } from "node:events";
import { didYouMean } from "../config/suggest-key.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Property } from "../core/property.ts";
import type { Thing } from "../core/thing.ts";
import { driverTable } from "../drivers/driver-table.ts";
import { systemClock } from "../machine/clock.ts";
import { gpioWays } from "../machine/gpio-ways.ts";
import { machine } from "../machine/machine.ts";
import type { OpenLog } from "../machine/open-log.ts";
import { inputsOnly } from "../wiring/inputs-only.ts";
import { openHardware } from "../wiring/open-hardware.ts";
import { readSecret } from "../wiring/read-secret.ts";
import { type Tried, tryReadings } from "../wiring/try-readings.ts";
import { keepAwake } from "./keep-awake.ts";
import { tryJson, tryLine } from "./try-lines.ts";
import { usableConfiguration } from "./usable-configuration.ts";

export interface TryOptions {
  readonly config: string;
  readonly json: boolean;
}

/** ms after which it is said what did not come. */
const silentFor = 10_000;

/**
 * `roomwire try [THING[/NAME]]`: what the hardware says and what comes of it, line by line, until SIGINT or SIGTERM. Opens no output,
 * loads nothing of Matrix and keeps nothing. Resolves to the exit code; throws AgentFault.
 */
export async function tryHardware(
  options: TryOptions,
  words: readonly string[],
  log: OpenLog,
  print: (line: string) => void,
): Promise<number> {
  const configuration = usableConfiguration(options.config, log, { warns: true });
  const chosen = chooseProperties(configuration.things, words);
  using _ = keepAwake();
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  const clock = systemClock("trusted");
  const silent = new Set(chosen.map(({ path }) => path));
  const tell = (tried: Tried): void => {
    if (!isChosen(tried, chosen)) return;
    if (tried.kind === "reading" && tried.raw !== undefined) silent.delete(tried.property.path);
    print(options.json ? tryJson(tried) : tryLine(tried));
  };
  const inputs = inputsOnly(configuration, chosen);
  using way = tryReadings({ things: inputs.things, clock, tell });
  const real = machine(clock, gpioWays(configuration.stateDirectory));
  const parts = { configuration: inputs, drivers: driverTable, machine: real, clock };
  await using hardware = openHardware({ ...parts, readSecret: readSecret(log) }, (sample) => way.take(sample));
  if (!options.json) print(`listening to ${[...silent].join(", ")}`);
  hardware.listen();
  using _hint = clock.after(silentFor, () => sayWhatIsSilent(silent, hardware.down(), log));
  if (!stop.signal.aborted) await once(stop.signal, "abort");
  return 0;
}

function sayWhatIsSilent(silent: ReadonlySet<AffordancePath>, down: readonly string[], log: OpenLog): void {
  if (silent.size > 0) log.warn(`nothing came yet from ${[...silent].join(", ")}`, { down });
}

/** The readable properties that the words mean: all, those of a Thing, or one. */
function chooseProperties(things: readonly Thing[], [word, more]: readonly string[]): readonly Property[] {
  if (more !== undefined) throw new AgentFault("bad-usage", "try takes one THING or THING/NAME, or none for all.");
  const readable = things.flatMap(({ properties }) => properties.filter(({ from }) => from !== undefined));
  if (word === undefined && readable.length > 0) return readable;
  if (word === undefined) throw new AgentFault("bad-usage", "No property has a `from`; there is nothing to read.");
  const named = things.flatMap(({ properties }) => properties).filter((one) => one.path === word || one.thing === word);
  const known = [...things.map(({ id }) => id), ...readable.map(({ path }) => path)];
  const isThing = things.some(({ id }) => id === word);
  if (named.length === 0 && !isThing) {
    const hint = didYouMean(word, known);
    throw new AgentFault("bad-usage", `There is no ${word}${hint}${hint.endsWith("?") ? "" : "."}`);
  }
  const chosen = named.filter(({ from }) => from !== undefined);
  if (chosen.length === 0) throw new AgentFault("bad-usage", `${word} is only written; there is nothing to read.`);
  return chosen;
}

function isChosen(tried: Tried, chosen: readonly Property[]): boolean {
  if (tried.kind === "presence") return chosen.some(({ thing }) => thing === tried.thing.id);
  return chosen.some(({ path }) => path === tried.property.path);
}
