import { asRoomId, asUserId } from "../../src/core/ids.ts";

export const agent = asUserId("@agent:example.org");
export const ana = asUserId("@ana:example.org");
export const room = asRoomId("!room");
export const pin = "nqOvzeuGWT/sRx3h7+MHoInYj3Uk2LD/unI9kDYcHwk";

/** ms that a line may be on, by whatever rule. Each line is turned on by one command of a play. */
export const mayBeOnMs: ReadonlyMap<string, number> = new Map([
  ["lamp_a", 8_000],
  ["lamp_b", 8_000],
  ["lamp_c", 8_000],
  ["lamp_d", 8_000],
  ["by_hand", 8_000],
  ["gate", 8_000],
  ["pump", 6_000],
]);

const lamp = (line: string, change: object = {}): object => ({
  type: "boolean",
  from: { line },
  to: { line, safe_value: false },
  limits: { max_on: `${mayBeOnMs.get(line) ?? 8_000}ms` },
  report: { at_least_every: "1h" },
  ...change,
});

const leftAlone = (line: string): object => lamp(line, { to: { line, safe_value: null }, limits: {} });

const number = (line: string): object => ({
  type: "number",
  minimum: 0,
  maximum: 30,
  decimals: 1,
  from: { line },
  to: { line, safe_value: null },
});

/** The agent of the plays, as its configuration file says it. */
export const crashConfiguration = {
  matrix: { homeserver: "http://127.0.0.1:1", user: agent, room },
  clock: "trusted",
  storage: { durability: "10s" },
  telemetry: { every: "10s" },
  operators: [{ user: ana, master_key: pin, may: ["read", "write", "invoke"] }],
  connections: { trial: { type: "simulated" } },
  things: {
    box: {
      connection: "trial",
      properties: {
        lamp_a: lamp("lamp_a"),
        lamp_b: lamp("lamp_b"),
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
      connection: "trial",
      properties: {
        pump: lamp("pump", { read_back: { within: "3s" } }),
        broken: leftAlone("broken"),
        silent: leftAlone("silent"),
        lamp_c: lamp("lamp_c"),
        by_hand: lamp("by_hand"),
      },
    },
    tank: {
      connection: "trial",
      properties: {
        stuck: lamp("stuck", { read_back: { within: "4s" } }),
        stuck_last: lamp("stuck_last", { read_back: { within: "4s" } }),
        depth: number("depth"),
      },
    },
    yard: {
      connection: "trial",
      properties: { gate: lamp("gate"), lamp_d: lamp("lamp_d") },
      actions: { open: { write: { gate: true, lamp_d: true } } },
    },
  },
} as const;
