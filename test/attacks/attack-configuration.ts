import { resolve } from "node:path";
import type { Configuration } from "../../src/config/configuration.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";

export interface AttackSettings {
  readonly homeserver: string;
  readonly agent: string;
  readonly room: string;
  readonly dataRoom: string;
  readonly directory: string;
  /** May do everything. */
  readonly owner: PinnedPerson;
  /** May only read, and only the hall. */
  readonly reader: PinnedPerson;
  /** Listed, and no key pinned. */
  readonly unpinned: string;
}

export interface PinnedPerson {
  readonly user: string;
  readonly masterKey: string;
}

/** An output whose every write can be told from every other: commands set it to numbers that are used once. */
const dial = (line: string) => ({
  type: "integer",
  minimum: 0,
  maximum: 1_000_000_000,
  ask: "never",
  to: { line, safe_value: null },
});

/** A hall with one of everything that the gate tells apart, and a shed with a dial of its own. */
export function attackConfiguration(settings: AttackSettings): Configuration {
  const { homeserver, agent, room, dataRoom, directory, owner, reader, unpinned } = settings;
  const text = JSON.stringify({
    matrix: { homeserver, user: agent, password_file: "password", room, data_room: dataRoom },
    clock: "trusted",
    state_directory: resolve(directory, "state"),
    operators: [
      { user: owner.user, master_key: owner.masterKey, may: ["read", "write", "invoke", "admin"] },
      { user: reader.user, master_key: reader.masterKey, may: ["read"], things: ["hall"] },
      { user: unpinned, may: ["read", "write", "invoke"] },
    ],
    connections: { trial: { type: "simulated" } },
    things: {
      hall: {
        title: "Hall",
        connection: "trial",
        properties: {
          dial: dial("dial"),
          gate: { type: "boolean", critical: true, to: { line: "gate", safe_value: false }, limits: { max_on: "10m" } },
          heat: { type: "boolean", to: { line: "heat", safe_value: false } },
          speed: {
            type: "integer",
            minimum: 0,
            maximum: 9,
            to: { line: "speed", values: { 0: "off", 1: "slow", 2: "fast" }, safe_value: 0 },
          },
          gauge: { type: "number", from: { line: "gauge" } },
        },
        actions: { rest: { write: { heat: false } } },
      },
      shed: { title: "Shed", connection: "trial", properties: { crank: dial("crank") } },
    },
  });
  const read = readConfig({
    file: resolve(directory, "roomwire.yaml"),
    readFile: () => text,
    profiles: { names: () => [], read: () => undefined },
    resolvePath: resolve,
    credentialsDirectory: undefined,
    drivers: driverTable,
  });
  if (!read.ok) throw new Error(read.problems.map(formatProblem).join("\n"));
  return read.configuration;
}
