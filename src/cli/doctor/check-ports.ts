import { accessSync, constants, statSync } from "node:fs";
import type { Configuration, ConnectionSettings } from "../../config/configuration.ts";
import { AgentFault } from "../../core/agent-fault.ts";
import type { BusEvents } from "../../core/bus-events.ts";
import type { Clock } from "../../core/clock.ts";
import type { Machine } from "../../core/machine.ts";
import type { Thing } from "../../core/thing.ts";
import { brokerLogin } from "../../drivers/broker-login.ts";
import type { MqttConnection } from "../../drivers/mqtt-schemas.ts";
import { findUsbPort } from "../../machine/find-usb-port.ts";
import { gpioWays } from "../../machine/gpio-ways.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, warn, fail } = findingsOf("ports");

/** ms for a broker or a socket to answer. */
const answerMs = 5_000;

export interface PortParts {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly readSecret: (path: string) => string;
}

/** Every connection: one finding each. Opens no serial port, since that alone resets some boards. */
export async function checkPorts(
  { connections, things, stateDirectory }: Configuration,
  parts: PortParts,
): Promise<readonly Finding[]> {
  const used = new Set(
    things.flatMap(({ properties, available }) => [
      ...(available ? [available.connection] : []),
      ...properties.flatMap(({ from, to }) => [from, to].flatMap((binding) => (binding ? [binding.connection] : []))),
    ]),
  );
  return await Promise.all(
    connections.map((connection) =>
      used.has(connection.name)
        ? checkPort(connection, things, parts, stateDirectory)
        : warn(`${connection.name} is used by no Thing`, "remove it, or name it in a `from` or `to`"),
    ),
  );
}

async function checkPort(
  connection: ConnectionSettings,
  things: readonly Thing[],
  parts: PortParts,
  stateDirectory: string,
): Promise<Finding> {
  switch (connection.type) {
    case "serial":
      return await checkSerial(connection);
    case "mqtt":
      return await checkBroker(connection, parts);
    case "gpio":
      return await (await import("./check-gpio.ts")).checkGpio(connection, things, gpioWays(stateDirectory));
    case "kernel":
      return await (await import("./check-kernel.ts")).checkKernel(connection, things, parts);
    case "simulated":
      return await checkSimulated(connection, parts);
    default:
      return ok(`${connection.name}: nothing to look at for type ${connection.type}`);
  }
}

async function checkSerial({ name, settings }: ConnectionSettings): Promise<Finding> {
  const found = typeof settings.usb === "string" ? await findUsbPort(settings.usb) : { path: String(settings.path) };
  if ("problem" in found) return fail(`${name}: ${found.problem}`, found.remedy);
  const { path } = found;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    return fail(`${name}: ${path} is not there`, "plug it in, or take the path from `ls /dev/serial/by-id`");
  }
  if (!stat.isCharacterDevice()) return fail(`${name}: ${path} is no serial port`, "check `path`");
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return ok(`${name}: ${path} is there and may be opened`);
  } catch {
    return fail(`${name}: ${path} may not be opened by this user`, "add the agent's user to the group dialout");
  }
}

/** Logs in under a name of its own: under the agent's `client_id` the broker would throw the agent out. */
async function checkBroker({ name, settings }: ConnectionSettings, parts: PortParts): Promise<Finding> {
  const url = String(settings.url);
  try {
    const login = brokerLogin(settings as MqttConnection, parts.readSecret);
    const loss = await firstWord((events) => parts.machine.openMqttBroker(login, events), parts.clock);
    if (loss === undefined) return ok(`${name}: the broker at ${url} takes the login`);
    const remedy = loss.fault === "connection-refused" ? "username and password_file" : "url, port and the broker";
    return fail(`${name}: ${loss.reason}`, `check ${remedy}`);
  } catch (error) {
    if (error instanceof AgentFault) return fail(`${name}: ${error.message.replace(/\.$/, "")}`, error.remedy);
    throw error;
  }
}

async function checkSimulated({ name, settings }: ConnectionSettings, parts: PortParts): Promise<Finding> {
  const { socket } = settings;
  if (typeof socket !== "string") return ok(`${name}: simulated inside the agent`);
  const loss = await firstWord((events) => parts.machine.openSimulatedLines(socket, events), parts.clock);
  if (loss === undefined) return ok(`${name}: the simulated hardware at ${socket} answers`);
  return fail(`${name}: ${loss.reason}`, "start it, or check `socket`");
}

interface Loss {
  readonly reason: string;
  readonly fault: string;
}

/** Opens, waits for the first up or down, closes. undefined: it came up. */
async function firstWord(open: (events: BusEvents) => AsyncDisposable, clock: Clock): Promise<Loss | undefined> {
  const { promise, resolve } = Promise.withResolvers<Loss | undefined>();
  const silence = { reason: `no answer in ${answerMs / 1000} s`, fault: "connection-down" };
  using _limit = clock.after(answerMs, () => resolve(silence));
  await using _bus = open({
    up: () => resolve(undefined),
    down: (reason, fault = "connection-down") => resolve({ reason, fault }),
  });
  return await promise;
}
