import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Machine, MqttMessage, MqttSettings } from "../../src/core/bus-ports.ts";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Sample } from "../../src/core/sample.ts";
import { mqttValue } from "../../src/drivers/mqtt-value.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const path = affordancePath(asThingId("thing"), "property");

/** The driver over a broker whose messages the test hands in. */
function open(connection: Record<string, unknown> = {}, from: Record<string, unknown> = { path: "/a" }) {
  const samples: Sample[] = [];
  const opened: MqttSettings[] = [];
  let take: (message: MqttMessage) => void = () => {};
  let refuse: (reason: string) => void = () => {};
  const openMqttBroker: Machine["openMqttBroker"] = (settings) => {
    opened.push(settings);
    return {
      isUp: true,
      subscribe: (_filter, taker, refused = () => {}) => {
        take = taker;
        refuse = refused;
        return { [Symbol.dispose]: () => {} };
      },
      settle: () => {},
      forget: async () => {},
      publish: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
  };
  const context = {
    name: "broker",
    machine: { openMqttBroker } as Machine,
    clock: new HandClock(),
    readSecret: (file: string) => `content of ${file}`,
    emit: (sample: Sample) => void samples.push(sample),
  };
  mqttValue.open({ url: "mqtts://nas:8883", ...connection }, context).listen({
    path,
    type: "number",
    settings: { topic: "t", ...from },
  });
  const push = (payload: string | Uint8Array, retained = false) =>
    take({ topic: "t", payload: Buffer.from(payload), retained });
  return { samples, opened, push, refuse: (reason: string) => refuse(reason) };
}

test("a held message has no time of measurement, a live one has", () => {
  const { samples, push } = open();
  push('{"a":1}', true);
  push('{"a":1}');
  assert.deepEqual(
    samples.map((sample) => sample.kind === "value" && sample.measuredAt),
    [undefined, 1_767_225_600_000],
  );
});

test("payloads too long, of no text, of no JSON and without the path each have their fault", () => {
  const { samples, push } = open();
  push(`{"a":"${"x".repeat(65_536)}"}`);
  push(Uint8Array.of(0x22, 0xc3, 0x28, 0x22));
  push("");
  push("{}");
  assert.deepEqual(
    samples.map((sample) => sample.kind === "absent" && [sample.quality, sample.fault]),
    [
      ["fault", "too-long"],
      ["fault", "not-a-value"],
      ["fault", "bad-json"],
      ["fault", "no-such-path"],
    ],
  );
});

test("a refused subscription is a fault of its property", () => {
  const { samples, refuse } = open();
  refuse("the broker refuses it");
  assert.ok(samples[0]?.kind === "absent" && samples[0].fault === "connection-refused");
});

test("secrets are read from their files and handed to the broker alone", () => {
  const { opened } = open({ username: "roomwire", password_file: "/p", ca_file: "/ca" });
  assert.deepEqual(opened, [
    { url: "mqtts://nas:8883", username: "roomwire", password: "content of /p", ca: "content of /ca" },
  ]);
});

test("no payload makes it throw", () => {
  for (const from of [{}, { path: "/a" }, { match: "(?<n>\\d+)" }]) {
    const { samples, push } = open({}, from);
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json()), fc.boolean(), (payload, retained) => {
        push(payload, retained);
        assert.equal(samples.splice(0).length, 1);
      }),
    );
  }
});
