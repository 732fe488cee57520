import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Configuration, ConnectionSettings } from "../config/configuration.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import { parseDuration } from "../core/duration.ts";
import type { Machine } from "../core/machine.ts";
import { discoverThings, discoveryFilters } from "../discovery/discover-things.ts";
import { brokerLogin } from "../drivers/broker-login.ts";
import type { MqttConnection } from "../drivers/mqtt-schemas.ts";
import { systemClock } from "../machine/clock.ts";
import { machine } from "../machine/machine.ts";
import type { OpenLog } from "../machine/open-log.ts";
import { listenBroker } from "../wiring/adoption/listen-broker.ts";
import { type PlacedThing, placeThings, takenNames } from "../wiring/adoption/place-things.ts";
import { readSecret } from "../wiring/read-secret.ts";
import { count } from "./count.ts";
import { listSerialPorts } from "./discover/list-serial-ports.ts";
import { outputNames } from "./discover/output-names.ts";
import { thingFile, writeThing } from "./discover/write-things.ts";
import { readConfiguration } from "./read-configuration.ts";
import { usableConfiguration } from "./usable-configuration.ts";

export interface DiscoverOptions {
  /** The configuration file. */
  readonly config: string;
  readonly json: boolean;
  /** Makes a file of each Thing that the configuration does not have. */
  readonly write: boolean;
  /** A duration: how long to listen at least, for devices whose messages the broker does not hold. */
  readonly listen: string | undefined;
}

/**
 * `roomwire discover`: what is there at each broker of the configuration, and the configuration that it would have; then serial ports and the kernel's sensors. Changes nothing;
 * with `--write` it makes `things.d/<id>.yaml`, and never touches a file that is there. Resolves to the exit code: 0, or 1 where a
 * broker could not be asked.
 */
export async function discover(
  { config, json, write, listen }: DiscoverOptions,
  log: OpenLog,
  print: (line: string) => void,
): Promise<number> {
  const configuration = usableConfiguration(config, log);
  const listenMs = listen === undefined ? 0 : parseDuration(listen);
  if (listenMs === undefined) throw new AgentFault("bad-usage", `--listen takes a time such as 30s, not ${listen}.`);
  const clock = systemClock("auto");
  const say = json ? () => undefined : print;
  const taken = takenNames(configuration);
  const written: string[] = [];
  let isWell = true;
  for (const connection of configuration.connections.filter(({ type }) => type === "mqtt")) {
    const heard = await hear(connection, listenMs, { machine: machine(clock), clock, readSecret: readSecret(log) });
    if (!heard.ok) {
      isWell = false;
      say(`${connection.name}: ${heard.reason}`);
      if (json) print(JSON.stringify({ connection: connection.name, error: heard.reason }));
      continue;
    }
    const placed = placeThings(connection.name, discoverThings(heard.messages), configuration, taken);
    say(`${connection.name}: ${count(placed.length, "device")} in ${count(heard.messages.size, "message")}`);
    if (heard.passedOver > 0)
      say(`  ${count(heard.passedOver, "message")} passed over: no text, or more than can be looked at`);
    for (const thing of placed) {
      const file =
        write && thing.thing !== undefined ? writeThing(config, thing.id, thingFile(thing, thing.thing)) : undefined;
      if (file !== undefined) written.push(file);
      if (json) print(JSON.stringify(thingLine(thing, file)));
      else for (const line of thingLines(thing, write, file)) print(line);
    }
  }
  for (const line of portLines(configuration, json)) print(line);
  const { sensorLines } = await import("./discover/sensor-lines.ts");
  for (const line of await sensorLines(machine(clock), json)) print(line);
  if (written.length > 0) say(afterWriting(config, written));
  return isWell ? 0 : 1;
}

interface ListenParts {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly readSecret: (path: string) => string;
}

async function hear({ settings }: ConnectionSettings, listenMs: number, parts: ListenParts) {
  try {
    const login = brokerLogin(settings as MqttConnection, parts.readSecret);
    return await listenBroker(login, discoveryFilters, listenMs, parts);
  } catch (error) {
    if (error instanceof AgentFault) return { ok: false, reason: error.message } as const;
    throw error;
  }
}

/** One JSON object per device. */
function thingLine(
  { connection, found, id, title, isKnown, thing, unmapped }: PlacedThing,
  file: string | undefined,
): object {
  const { convention, name, model } = found;
  return {
    connection,
    convention,
    name,
    model,
    id,
    title,
    known: isKnown,
    thing: thing ?? null,
    outputs: thing === undefined ? [] : outputNames(thing),
    unmapped,
    ...(file !== undefined && { file }),
  };
}

function thingLines(placed: PlacedThing, isWriting: boolean, file: string | undefined): readonly string[] {
  const { found, id, isKnown, thing, unmapped } = placed;
  const about = [found.convention, found.model].filter((text) => text !== "").join(", ");
  const name = `${found.name} (${about})`;
  if (isKnown) return [`  ${name}: is there already, as ${id}`];
  if (thing === undefined) {
    return [`  ${name}: nothing of it can be taken`, ...unmapped.map(({ what, why }) => `    ${what}: ${why}`)];
  }
  if (file !== undefined) return [`  ${name}: written to ${file}`];
  if (isWriting) return [`  ${name}: things.d/${id}.yaml is there already and was left as it is`];
  return ["", `# ${name}`, ...thingFile(placed, thing).trimEnd().split("\n")];
}

function portLines(configuration: Configuration, isJson: boolean): readonly string[] {
  return listSerialPorts(configuration.connections).map(({ path, connection }) => {
    if (isJson) return JSON.stringify({ port: path, connection: connection ?? null });
    return `${path}: ${connection === undefined ? "a serial port that no connection uses" : `used by ${connection}`}`;
  });
}

function afterWriting(config: string, written: readonly string[]): string {
  const first = takesIn(config, written) ? "" : `add "include: things.d/*.yaml" to ${config}, `;
  return `${count(written.length, "file")} written: look at each, ${first}then \`roomwire check\` and \`roomwire reload\``;
}

/** Whether the configuration reads these files: seen by reading it, whatever form its `include` has. */
function takesIn(config: string, written: readonly string[]): boolean {
  const read = new Set<string>();
  readConfiguration(config, process.env, (name) => {
    read.add(resolve(name));
    return readFileSync(name, "utf8");
  });
  return written.every((file) => read.has(resolve(file)));
}
