import { asRoomId, asUserId } from "../../src/core/ids.ts";

export const agent = asUserId("@agent:example.org");
export const ana = asUserId("@ana:example.org");
export const room = asRoomId("!room");
export const pin = "nqOvzeuGWT/sRx3h7+MHoInYj3Uk2LD/unI9kDYcHwk";

/** ms that a line may be on at a time: by `max_on`, as a pulse, or under a lease. */
export const mayBeOnMs: ReadonlyMap<string, number> = new Map([
  ["lamp_a", 8_000],
  ["lamp_b", 8_000],
  ["lamp_c", 8_000],
  ["lamp_d", 8_000],
  ["by_hand", 8_000],
  ["gate", 8_000],
  ["pump", 6_000],
  ["fan", 2_000],
  ["heater", 4_000],
  ["cooler", 4_000],
  ["valve_a", 2_000],
  ["valve_b", 3_000],
  ["horn", 500],
  ["leased_a", 3_000],
  ["leased_b", 5_000],
]);

/** Least ms off between two times on. */
export const minOffMs: ReadonlyMap<string, number> = new Map([["fan", 2_500]]);

/** Lines that are never on together, nor within so many ms of each other. */
export const rivals = { lines: ["heater", "cooler"], deadTimeMs: 1_000 } as const;

const switched = (line: string, change: object = {}): object => ({
  type: "boolean",
  from: { line },
  to: { line, safe_value: false },
  report: { at_least_every: "1h" },
  ...change,
});

const limited = (line: string, limits: object = {}, change: object = {}): object =>
  switched(line, { limits: { max_on: `${mayBeOnMs.get(line) ?? 8_000}ms`, ...limits }, ...change });

const leftAlone = (line: string): object => switched(line, { to: { line, safe_value: null } });

const number = (line: string): object => ({
  type: "number",
  minimum: 0,
  maximum: 30,
  decimals: 1,
  from: { line },
  to: { line, safe_value: null },
});

const connection = "trial";

/** The agent of the plays, as its configuration file says it. */
export const crashConfiguration = {
  matrix: { homeserver: "http://127.0.0.1:1", user: agent, room },
  clock: "trusted",
  storage: { durability: "10s" },
  telemetry: { every: "10s" },
  operators: [{ user: ana, master_key: pin, may: ["read", "write", "invoke"] }],
  connections: { [connection]: { type: "simulated" } },
  things: {
    box: {
      connection,
      properties: {
        lamp_a: limited("lamp_a"),
        lamp_b: limited("lamp_b"),
        setpoint: number("setpoint"),
        warmth: {
          type: "number",
          unit: "Cel",
          decimals: 1,
          from: { wave: "sine", low: "15", high: "30", every: "4s" },
          report: { at_most_every: "4s" },
        },
      },
    },
    cellar: {
      connection,
      properties: {
        pump: limited("pump", {}, { read_back: { within: "3s" } }),
        broken: leftAlone("broken"),
        silent: leftAlone("silent"),
        lamp_c: limited("lamp_c"),
        by_hand: limited("by_hand"),
      },
    },
    tank: {
      connection,
      properties: {
        stuck: limited("stuck", {}, { read_back: { within: "4s" } }),
        stuck_last: limited("stuck_last", {}, { read_back: { within: "4s" } }),
        depth: number("depth"),
      },
    },
    yard: {
      connection,
      properties: { gate: limited("gate"), lamp_d: limited("lamp_d") },
      actions: { open: { write: { gate: true, lamp_d: true } } },
    },
    garden: {
      connection,
      properties: { valve_a: switched("valve_a"), valve_b: switched("valve_b") },
      actions: {
        water: { pulse: "valve_a", for: "2s" },
        rinse: { pulse: "valve_b", for: { default: "1s", maximum: "5s" } },
        honk: { to: { line: "horn", pulse: "500ms", safe_value: false } },
      },
    },
    attic: {
      connection,
      properties: {
        leased_a: switched("leased_a"),
        leased_b: limited("leased_b"),
        fan: limited("fan", { min_off: `${minOffMs.get("fan")}ms` }),
      },
    },
    hall: {
      connection,
      properties: {
        heater: limited("heater", { not_with: ["cooler"], dead_time: `${rivals.deadTimeMs}ms` }),
        cooler: limited("cooler"),
      },
    },
  },
} as const;
