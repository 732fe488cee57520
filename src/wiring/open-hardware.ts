import type { Configuration, ConnectionSettings } from "../config/configuration.ts";
import type { OutputPort } from "../control/output-port.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { Machine } from "../core/bus-ports.ts";
import type { Clock } from "../core/clock.ts";
import { type AffordancePath, affordancePath } from "../core/ids.ts";
import type { Binding, OutputBinding, ValueType } from "../core/property.ts";
import type { Emit } from "../core/sample.ts";
import type { Thing } from "../core/thing.ts";
import type { Driver, OpenConnection } from "../drivers/define-driver.ts";

export interface HardwareParts {
  readonly configuration: Configuration;
  readonly drivers: readonly Driver[];
  readonly machine: Machine;
  readonly clock: Clock;
  readonly readSecret: (path: string) => string;
}

/** Open connections with everything that hangs on them. */
export interface Hardware extends AsyncDisposable {
  readonly outputs: ReadonlyMap<AffordancePath, OutputPort>;
  /** Starts the samples. Outputs can be written before. */
  listen(): void;
  /** Names of the connections that are down. */
  down(): readonly string[];
  /** Asks the source of a property anew; false where its bus cannot be asked. */
  refresh(path: AffordancePath): boolean;
}

type AnyConnection = OpenConnection<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

/** The path under which a Thing's own word about its presence travels; no property can be named so. */
export function availabilityPath(thing: Thing): AffordancePath {
  return affordancePath(thing.id, "#available");
}

/** Opens each connection once per driver that is used on it, and binds every property. Opens no bus that nothing uses. */
export function openHardware(parts: HardwareParts, emit: Emit): Hardware {
  const opened = new AsyncDisposableStack();
  const connections = new Map<string, AnyConnection>();
  const connectionOf = (binding: Binding): AnyConnection => {
    const key = `${binding.connection} ${binding.as}`;
    const known = connections.get(key);
    if (known !== undefined) return known;
    const settings = connectionSettings(parts.configuration, binding.connection);
    const { machine, clock, readSecret } = parts;
    const driver = driverOf(parts.drivers, settings.type, binding.as);
    const connection = driver.open(settings.settings, { name: settings.name, machine, clock, readSecret, emit });
    connections.set(key, opened.use(connection));
    return connection;
  };
  const outputs = new Map<AffordancePath, OutputPort>();
  for (const { path, to } of outputBindings(parts.configuration)) {
    outputs.set(path, outputPort(connectionOf(to), path, to));
  }
  const inputs = inputBindings(parts.configuration);
  return {
    outputs,
    listen: () => {
      for (const { path, type, from } of inputs) connectionOf(from).listen({ path, type, settings: from.settings });
    },
    down: () => [...connections].filter(([, { isUp }]) => !isUp).map(([key]) => key.slice(0, key.indexOf(" "))),
    refresh: (path) => {
      const input = inputs.find((candidate) => candidate.path === path);
      const connection = input && connectionOf(input.from);
      connection?.refresh?.(path);
      return connection?.refresh !== undefined;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function outputPort(connection: AnyConnection, path: AffordancePath, { settings }: OutputBinding): OutputPort {
  const output = connection.output(settings, path);
  return {
    get isUp() {
      return connection.isUp;
    },
    write: (wire, signal) => output.write(wire, signal),
  };
}

function outputBindings({ things }: Configuration): { path: AffordancePath; to: OutputBinding }[] {
  return things.flatMap(({ properties }) => properties.flatMap(({ path, to }) => (to ? [{ path, to }] : [])));
}

function inputBindings({ things }: Configuration): { path: AffordancePath; type: ValueType; from: Binding }[] {
  return things.flatMap((thing) => [
    ...(thing.available ? [{ path: availabilityPath(thing), type: "boolean" as const, from: thing.available }] : []),
    ...thing.properties.flatMap(({ path, type, from }) => (from ? [{ path, type, from }] : [])),
  ]);
}

function connectionSettings({ connections }: Configuration, name: string): ConnectionSettings {
  const found = connections.find((connection) => connection.name === name);
  if (found === undefined) throw new AgentFault("internal", `connection ${name} passed the check but is not there`);
  return found;
}

function driverOf(drivers: readonly Driver[], type: string, as: string): Driver {
  const found = drivers.find((driver) => driver.type === type && driver.as === as);
  if (found === undefined) throw new AgentFault("internal", `no driver for type ${type} as ${as}`);
  return found;
}
