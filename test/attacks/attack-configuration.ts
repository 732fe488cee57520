import { resolve } from "node:path";
import type { Configuration } from "../../src/config/configuration.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import type { People } from "./stage.ts";

export interface AttackSettings {
  readonly homeserver: string;
  readonly agent: string;
  readonly room: string;
  readonly dataRoom: string;
  readonly directory: string;
  readonly people: Readonly<Record<keyof People, { readonly user: string; readonly masterKey: string }>>;
}

/** An output whose every write can be told from every other: commands set it to numbers that are used once. */
const dial = (line: string) => ({
  type: "integer",
  minimum: 0,
  maximum: 1_000_000_000,
  ask: "never",
  to: { line, safe_value: null },
});

const onOff = (line: string) => ({ type: "boolean", to: { line, safe_value: false } });

/** A hall with one of everything that the gate tells apart, and a shed with a dial of its own. */
const things = {
  hall: {
    title: "Hall",
    connection: "trial",
    properties: {
      dial: dial("dial"),
      gate: { ...onOff("gate"), critical: true, limits: { max_on: "10m" } },
      heat: onOff("heat"),
      speed: {
        type: "integer",
        minimum: 0,
        maximum: 9,
        to: { line: "speed", values: { 0: "off", 1: "slow", 2: "fast" }, safe_value: 0 },
      },
      gauge: { type: "number", from: { line: "gauge" } },
    },
    actions: { rest: { write: { heat: false } }, bell: { pulse: "heat", for: { default: "5s", maximum: "10s" } } },
  },
  shed: { title: "Shed", connection: "trial", properties: { crank: dial("crank") } },
  yard: {
    title: "Yard",
    connection: "trial",
    properties: {
      rain: { type: "boolean", from: { line: "rain" } },
      fountain: { ...onOff("fountain"), limits: { only_if: { property: "rain", is: false } } },
      awning: { ...onOff("awning"), limits: { only_while: { property: "rain", is: false } } },
      up: { ...onOff("up"), limits: { not_with: ["down"], dead_time: "1m" } },
      down: onOff("down"),
      mill: { ...onOff("mill"), limits: { min_off: "10m" } },
      lamp: { ...onOff("lamp"), limits: { max_switches: "2/h" } },
      dimmer: { ...dial("dimmer"), limits: { maximum: 10, minimum: 5 } },
    },
  },
} as const;

export function attackConfiguration(settings: AttackSettings): Configuration {
  const { homeserver, agent, room, dataRoom, directory, people } = settings;
  const { owner, reader, helper, unpinned, newcomer } = people;
  const pinned = ({ user, masterKey: master_key }: typeof owner) => ({ user, master_key });
  const text = JSON.stringify({
    matrix: { homeserver, user: agent, password_file: "password", room, data_room: dataRoom },
    clock: "trusted",
    state_directory: resolve(directory, "state"),
    operators: [
      { ...pinned(owner), may: ["read", "write", "invoke", "admin"] },
      { ...pinned(reader), may: ["read"], things: ["hall"] },
      { ...pinned(helper), may: ["read", "write", "invoke"], until: "2199-12-31" },
      { user: unpinned.user, may: ["read", "write", "invoke"] },
      { user: newcomer.user, may: ["read", "write", "invoke"], trust: "first-use" },
    ],
    connections: { trial: { type: "simulated" } },
    things,
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
