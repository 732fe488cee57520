import { once } from "node:events";
import { ServerSerial, ServerTCP } from "modbus-serial";
import type { ModbusTable } from "../../../src/core/modbus-bus.ts";
import { openPseudoTerminal } from "../../../src/machine/pseudo-terminal.ts";
import { freePort } from "../../fakes/free-port.ts";

/** What the stations of a bus hold, and how they behave. Registers they do not have they refuse. */
export interface Stations {
  set(unit: number, table: ModbusTable, address: number, values: readonly number[]): void;
  read(unit: number, table: ModbusTable, address: number): number | undefined;
  /** Units that say nothing; no unit is written to either. */
  readonly silent: Set<number>;
  /** Real ms since something was asked last. */
  quietFor(): number;
  /** What was asked and written, since it was last looked at: `1 holding 0+2`, `1 holding 5=7`. */
  readonly story: string[];
  readonly vector: ConstructorParameters<typeof ServerTCP>[0];
}

type Done = (error: Error | null, values: number[]) => void;

export function modbusStations(): Stations {
  const values = new Map<string, number>();
  const silent = new Set<number>();
  const story: string[] = [];
  let askedAt = Number.POSITIVE_INFINITY;
  const keyOf = (unit: number, table: ModbusTable, address: number): string => `${unit} ${table} ${address}`;

  async function read(unit: number, table: ModbusTable, address: number, count: number): Promise<number[]> {
    if (silent.has(unit)) return await new Promise(() => {});
    story.push(`${unit} ${table} ${address}+${count}`);
    askedAt = performance.now();
    return Array.from({ length: count }, (_, at) => {
      const found = values.get(keyOf(unit, table, address + at));
      if (found === undefined) throw Object.assign(new Error("no such register"), { modbusErrorCode: 2 });
      return found;
    });
  }

  async function write(unit: number, table: ModbusTable, address: number, written: readonly number[]): Promise<void> {
    if (silent.has(unit)) return await new Promise(() => {});
    story.push(`${unit} ${table} ${address}=${written.join(" ")}`);
    for (const [at, value] of written.entries()) values.set(keyOf(unit, table, address + at), value);
  }

  return {
    silent,
    story,
    quietFor: () => performance.now() - askedAt,
    set(unit, table, address, registers) {
      for (const [at, value] of registers.entries()) values.set(keyOf(unit, table, address + at), value);
    },
    read: (unit, table, address) => values.get(keyOf(unit, table, address)),
    vector: {
      getCoil: async (address: number, unit: number) => (await read(unit, "coil", address, 1))[0] === 1,
      getDiscreteInput: async (address: number, unit: number) => (await read(unit, "discrete", address, 1))[0] === 1,
      getHoldingRegister: async (address: number, unit: number) => (await read(unit, "holding", address, 1))[0] ?? 0,
      getInputRegister: async (address: number, unit: number) => (await read(unit, "input", address, 1))[0] ?? 0,
      getMultipleHoldingRegisters: (address: number, count: number, unit: number, done: Done) =>
        void answer(read(unit, "holding", address, count), done),
      getMultipleInputRegisters: (address: number, count: number, unit: number, done: Done) =>
        void answer(read(unit, "input", address, count), done),
      setCoil: (address: number, value: boolean, unit: number) => write(unit, "coil", address, [value ? 1 : 0]),
      setRegister: (address: number, value: number, unit: number) => write(unit, "holding", address, [value]),
      setRegisterArray: (address: number, registers: number[], unit: number) =>
        write(unit, "holding", address, registers),
    },
  };
}

async function answer(values: Promise<number[]>, done: Done): Promise<void> {
  try {
    done(null, await values);
  } catch (error) {
    done(error instanceof Error ? error : null, []);
  }
}

/** A bus with real servers of modbus-serial at its far end, which can be lost and restored. */
export interface FarBus extends AsyncDisposable {
  readonly connection: Readonly<Record<string, unknown>>;
  lose(): Promise<void>;
  restore(): Promise<void>;
}

export async function modbusOverTcp({ vector }: Stations): Promise<FarBus & { readonly port: number }> {
  const port = await freePort();
  let server: ServerTCP | undefined;
  async function restore(): Promise<void> {
    server = new ServerTCP(vector, { host: "127.0.0.1", port, unitID: 255 });
    await once(server, "initialized");
  }
  async function lose(): Promise<void> {
    const ending = server;
    server = undefined;
    if (ending !== undefined) await new Promise((closed) => ending.close(closed));
  }
  await restore();
  return {
    port,
    connection: { url: `tcp://127.0.0.1:${port}` },
    lose,
    restore,
    [Symbol.asyncDispose]: lose,
  };
}

/** Two pseudo-terminals, the far ends of which hang together, as the two ends of a cable do. */
export async function modbusOverLine({ vector }: Stations): Promise<AsyncDisposable & { readonly path: string }> {
  const agent = await openPseudoTerminal();
  const station = await openPseudoTerminal();
  agent.onData((bytes) => station.write(bytes));
  station.onData((bytes) => agent.write(bytes));
  // By default it takes 30 ms of silence until the server believes that a question is whole.
  const options = { path: station.path, baudRate: 9600, unitID: 255, interval: 5 };
  const server = new ServerSerial(vector, options);
  await once(server, "initialized");
  return {
    path: agent.path,
    async [Symbol.asyncDispose]() {
      await new Promise((closed) => server.close(closed));
      agent[Symbol.dispose]();
      station[Symbol.dispose]();
    },
  };
}
