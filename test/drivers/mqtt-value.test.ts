import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { BusEvents } from "../../src/core/bus-events.ts";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Machine } from "../../src/core/machine.ts";
import type { MqttMessage, MqttSettings } from "../../src/core/mqtt-broker.ts";
import type { Sample } from "../../src/core/sample.ts";
import { mqttValue } from "../../src/drivers/mqtt-value.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const path = affordancePath(asThingId("thing"), "property");

/** The driver over a broker whose messages the test hands in. */
function open(connection: Record<string, unknown> = {}, from: Record<string, unknown> = { path: "/a" }) {
  const samples: Sample[] = [];
  const opened: MqttSettings[] = [];
  const published: (readonly [topic: string, payload: string, expiry: number | undefined])[] = [];
  const clock = new HandClock();
  let events: BusEvents | undefined;
  let take: (message: MqttMessage) => void = () => {};
  let refuse: (reason: string) => void = () => {};
  const openMqttBroker: Machine["openMqttBroker"] = (settings, told) => {
    opened.push(settings);
    events = told;
    return {
      isUp: true,
      subscribe: (_filter, taker, refused = () => {}) => {
        take = taker;
        refuse = refused;
        return { [Symbol.dispose]: () => {} };
      },
      settle: () => {},
      forget: async () => {},
      publish: async (topic, payload, _signal, expiry) => void published.push([topic, payload, expiry]),
      [Symbol.asyncDispose]: async () => {},
    };
  };
  const context = {
    name: "broker",
    machine: { openMqttBroker } as Machine,
    clock,
    readSecret: (file: string) => `content of ${file}`,
    emit: (sample: Sample) => void samples.push(sample),
  };
  const driver = mqttValue.open({ url: "mqtts://nas:8883", ...connection }, context);
  driver.listen({ path, type: "number", settings: { topic: "t", ...from } });
  const push = (payload: string | Uint8Array, retained = false) =>
    take({ topic: "t", payload: Buffer.from(payload), retained });
  const isUp = () => events?.up();
  return { samples, opened, published, clock, driver, push, isUp, refuse: (reason: string) => refuse(reason) };
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

const { signal } = new AbortController();

test("a command is held for 30 s or as long as `expiry` says; what brings to rest is held for ever", async () => {
  const { driver, published } = open();
  await driver.output({ topic: "c" }, path).write("ON", signal, false);
  await driver.output({ topic: "c", expiry: "1500ms" }, path).write("ON", signal);
  await driver.output({ topic: "c", expiry: "1500ms" }, path).write("OFF", signal, true);
  assert.deepEqual(published, [
    ["c", "ON", 30],
    ["c", "ON", 2],
    ["c", "OFF", undefined],
  ]);
});

test("a held message on a topic that is commanded on says nothing, a live one does", () => {
  const { driver, samples, push } = open({}, {});
  driver.output({ topic: "t" }, path);
  push("1", true);
  assert.deepEqual(samples, []);
  push("2");
  assert.equal(samples.length, 1);
});

test("a device that says its value when asked is asked at each start, after each write, when somebody wants it fresh, and in between", async () => {
  const from = { path: "/a", request_topic: "t/get", request: '{"a":""}', poll: "10m" };
  const { driver, published, clock, isUp } = open({}, from);
  const question = ["t/get", '{"a":""}', 30] as const;
  assert.deepEqual(published.splice(0), [question]);
  isUp();
  assert.deepEqual(published.splice(0), [question]);
  await driver.output({ topic: "c" }, path).write("ON", signal);
  assert.deepEqual(published.splice(0), [["c", "ON", 30], question]);
  assert.equal(driver.refresh?.(path), true);
  assert.deepEqual(published.splice(0), [question]);
  await clock.advance(600_000);
  assert.deepEqual(published.splice(0), [question]);
  assert.equal(driver.refresh?.(affordancePath(asThingId("thing"), "other")), false);
});

test("of an optional value messages without it, or with null, say nothing; garbage and another kind stay faults", () => {
  const { samples, push } = open({}, { path: "/a", optional: true });
  push('{"b":1}');
  push('{"a":null}');
  assert.equal(samples.length, 0);
  push('{"a":{}}');
  push("garbage");
  push('{"a":2}');
  assert.deepEqual(
    samples.map((sample) => (sample.kind === "absent" ? sample.fault : sample.kind)),
    ["not-a-value", "bad-json", "value"],
  );
});

test("properties that are asked for by the same message share it when the connection comes up", () => {
  const from = { path: "/a", request_topic: "t/get", request: "" };
  const { driver, published, isUp } = open({}, from);
  driver.listen({
    path: affordancePath(asThingId("thing"), "other"),
    type: "number",
    settings: { topic: "t", ...from },
  });
  published.length = 0;
  isUp();
  assert.equal(published.length, 1);
});

test("the client's certificate, the version and the length of the session reach the broker", () => {
  const { opened } = open({ cert_file: "/c", key_file: "/k", version: "3.1.1" });
  assert.deepEqual(opened, [
    { url: "mqtts://nas:8883", version: "3.1.1", certificate: { cert: "content of /c", key: "content of /k" } },
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
