import { crashConfiguration } from "../crash/crash-configuration.ts";

/** Lines that count up: each of their levels comes once, so that a reading that is lost, doubled or out of order shows. */
export const meters = ["count_a", "count_b", "count_c"] as const;

const counter = (line: string): object => ({
  type: "integer",
  from: { line },
  report: { at_most_every: "1ms", at_least_every: "1h" },
});

/** Topics that count up likewise, at a broker that says again what was not acknowledged. */
export const topics = ["shed/count_d", "shed/count_e"] as const;

/** ms without a homeserver after which `lamp_c` goes off. */
export const linkLossMs = 1_000;

const { cellar, box } = crashConfiguration.things;

/** The agent of the simulation: that of the crash points, with counters in place of a wave, on a clock that is not always right. */
export const simulationConfiguration = {
  ...crashConfiguration,
  clock: "auto",
  telemetry: { every: "5s" },
  connections: { ...crashConfiguration.connections, broker: { type: "mqtt", url: "mqtt://127.0.0.1:1" } },
  things: {
    ...crashConfiguration.things,
    box: { ...box, properties: { ...box.properties, warmth: counter("count_a") } },
    cellar: {
      ...cellar,
      properties: {
        ...cellar.properties,
        lamp_c: { ...cellar.properties.lamp_c, on_link_loss: { after: `${linkLossMs}ms`, do: "safe" } },
      },
    },
    shed: {
      connection: "broker",
      properties: Object.fromEntries(
        topics.map((topic) => [topic.replace("shed/", ""), { ...counter(""), from: { topic } }]),
      ),
    },
    meter: {
      connection: box.connection,
      properties: Object.fromEntries(meters.map((line) => [line, counter(line)])),
    },
  },
};
