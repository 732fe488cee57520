import type { Configuration, ConnectionSettings } from "../config/configuration.ts";
import { sameBus } from "../config/same-bus.ts";
import type { OutputPort } from "../control/output-port.ts";
import type { Clock } from "../core/clock.ts";
import type { ConnectionMemory } from "../core/connection-memory.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Machine } from "../core/machine.ts";
import type { Binding, OutputBinding } from "../core/property.ts";
import { sameData } from "../core/same-data.ts";
import type { Emit } from "../core/sample.ts";
import { outputsOf } from "../core/thing.ts";
import type { Driver, OpenConnection, Output } from "../drivers/define-driver.ts";
import { connectionSettings, findDriver } from "./find-driver.ts";
import { type Input, inputsOf } from "./inputs-of.ts";
import { safeWire } from "./safe-wire.ts";

export interface HardwareParts {
  readonly configuration: Configuration;
  readonly drivers: readonly Driver[];
  readonly machine: Machine;
  readonly clock: Clock;
  readonly readSecret: (path: string) => string;
  /** Of the agent itself only: who looks on, or makes safe, is nobody that a broker should know. */
  readonly memory?: (connection: string, as: string) => ConnectionMemory;
}

/** Open connections with everything that hangs on them. */
export interface Hardware extends AsyncDisposable {
  readonly outputs: ReadonlyMap<AffordancePath, OutputPort>;
  /** Starts the samples. Outputs can be written before. */
  listen(): void;
  /** Closes what the new configuration has no more or has otherwise, and opens what is new; all else goes on untouched. */
  change(configuration: Configuration): Promise<void>;
  /** Names of the connections that are down. */
  down(): readonly string[];
  /** Asks the source of a property anew; false where its bus cannot be asked. */
  refresh(path: AffordancePath): boolean;
}

type AnyConnection = OpenConnection<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

interface Opened {
  readonly name: string;
  readonly settings: ConnectionSettings;
  readonly connection: AnyConnection;
}

interface Bound<Of> {
  readonly of: Of;
  readonly opened: Opened;
}

interface BoundOutput extends Bound<OutputBinding> {
  readonly output: Output;
}

interface BoundInput extends Bound<Input> {
  listening: Disposable | undefined;
}

/** Opens each connection once per driver that is used on it, and binds every property. Opens no bus that nothing uses. */
export function openHardware(parts: HardwareParts, emit: Emit): Hardware {
  const hardware = new BoundHardware(parts, emit);
  hardware.bindAll(parts.configuration);
  return hardware;
}

class BoundHardware implements Hardware {
  readonly outputs = new Map<AffordancePath, OutputPort>();
  readonly #parts: HardwareParts;
  readonly #emit: Emit;
  readonly #connections = new Map<string, Opened>();
  readonly #writes = new Map<AffordancePath, BoundOutput>();
  readonly #inputs = new Map<AffordancePath, BoundInput>();
  #isListening = false;

  constructor(parts: HardwareParts, emit: Emit) {
    this.#parts = parts;
    this.#emit = emit;
  }

  listen(): void {
    this.#isListening = true;
    for (const input of this.#inputs.values()) startListening(input);
    this.#settle();
  }

  async change(configuration: Configuration): Promise<void> {
    await this.#letGo(configuration);
    this.bindAll(configuration);
    if (this.#isListening) this.#settle();
  }

  down(): readonly string[] {
    const opened = [...this.#connections.values()];
    // One that is used by several drivers is up while one of them is.
    const up = new Set(opened.filter(({ connection }) => connection.isUp).map(({ name }) => name));
    return [...new Set(opened.map(({ name }) => name).filter((name) => !up.has(name)))];
  }

  refresh(path: AffordancePath): boolean {
    return this.#inputs.get(path)?.opened.connection.refresh?.(path) ?? false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using closing = new AsyncDisposableStack();
    for (const { connection } of this.#connections.values()) closing.use(connection);
  }

  /** Binds what is not bound yet. */
  bindAll(configuration: Configuration): void {
    for (const property of outputsOf(configuration.things)) {
      const { path, to } = property;
      if (to === undefined || this.#writes.has(path)) continue;
      const opened = this.#open(configuration, to);
      const output = opened.connection.output(to.settings, path, safeWire(property, to));
      this.#writes.set(path, { of: to, opened, output });
      this.outputs.set(path, outputPort(opened.connection, output));
    }
    for (const of of inputsOf(configuration)) {
      if (this.#inputs.has(of.path)) continue;
      const input = { of, opened: this.#open(configuration, of.from), listening: undefined };
      this.#inputs.set(of.path, input);
      if (this.#isListening) startListening(input);
    }
  }

  #settle(): void {
    for (const { connection } of this.#connections.values()) connection.settle?.();
  }

  async #letGo(configuration: Configuration): Promise<void> {
    const named = new Map(configuration.connections.map((connection) => [connection.name, connection]));
    const stays = ({ name, settings }: Opened): boolean => sameBus(named.get(name), settings);
    const outputs = new Map(outputsOf(configuration.things).map(({ path, to }) => [path, to]));
    const inputs = new Map(inputsOf(configuration).map((input) => [input.path, input]));
    for (const [path, { of, opened, output }] of this.#writes) {
      if (sameData(outputs.get(path), of) && stays(opened)) continue;
      output[Symbol.dispose]?.();
      this.#writes.delete(path);
      this.outputs.delete(path);
    }
    for (const [path, { of, opened, listening }] of this.#inputs) {
      if (sameData(inputs.get(path), of) && stays(opened)) continue;
      listening?.[Symbol.dispose]();
      this.#inputs.delete(path);
    }
    const bindings = [...outputs.values(), ...[...inputs.values()].map(({ from }) => from)];
    const used = new Set(bindings.flatMap((binding) => (binding === undefined ? [] : [connectionKey(binding)])));
    for (const [key, opened] of this.#connections) {
      if (used.has(key) && stays(opened)) continue;
      this.#connections.delete(key);
      if (!used.has(key)) await opened.connection.forget?.();
      await opened.connection[Symbol.asyncDispose]();
    }
  }

  #open(configuration: Configuration, binding: Binding): Opened {
    const key = connectionKey(binding);
    const known = this.#connections.get(key);
    if (known !== undefined) return known;
    const settings = connectionSettings(configuration, binding.connection);
    const driver = findDriver(this.#parts.drivers, settings.type, binding.as);
    const { machine, clock, readSecret } = this.#parts;
    const memory = this.#parts.memory?.(settings.name, binding.as);
    const context = { name: settings.name, machine, clock, readSecret, emit: this.#emit, ...(memory && { memory }) };
    const opened = { name: settings.name, settings, connection: driver.open(settings.settings, context) };
    this.#connections.set(key, opened);
    return opened;
  }
}

/** A connection is opened once for each driver that is used on it. */
const connectionKey = ({ connection, as }: Binding): string => `${connection} ${as}`;

function startListening(input: BoundInput): void {
  const { path, type, from } = input.of;
  input.listening ??= input.opened.connection.listen({ path, type, settings: from.settings });
}

function outputPort(connection: AnyConnection, output: Output): OutputPort {
  return {
    get isUp() {
      return connection.isUp;
    },
    write: (wire, signal, isRest) => output.write(wire, signal, isRest),
  };
}
