import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { test } from "node:test";
import type { BusEvents } from "../../src/core/bus-events.ts";
import type { MqttMessage, MqttSettings } from "../../src/core/mqtt-broker.ts";
import { openMqttBroker } from "../../src/machine/mqtt-broker.ts";
import { aedesBroker } from "../drivers/rigs/aedes-rig.ts";
import { mqttFarSide } from "../drivers/rigs/mqtt-far-side.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { until } from "../fakes/until.ts";

function open(settings: MqttSettings) {
  const clock = new HandClock();
  const told: string[] = [];
  const events: BusEvents = {
    up: () => told.push("up"),
    down: (reason, fault = "connection-down") => told.push(`${fault}: ${reason}`),
  };
  return { clock, told, broker: openMqttBroker(settings, events, clock) };
}

test("a message that the broker held is known as such, one that comes live is not", async () => {
  await using aedes = await aedesBroker();
  await using farSide = await mqttFarSide(aedes.url, "none");
  await farSide.publish("a/b", "held", true);
  const { broker } = open({ url: aedes.url });
  await using _ = broker;
  const messages: MqttMessage[] = [];
  broker.subscribe("a/+", (message) => messages.push(message));
  await until("the held one is here", () => messages.length === 1);
  await farSide.publish("a/b", "live", true);
  await until("the live one is here", () => messages.length === 2);
  assert.deepEqual(
    messages.map(({ topic, payload, retained }) => [topic, Buffer.from(payload).toString(), retained]),
    [
      ["a/b", "held", true],
      ["a/b", "live", false],
    ],
  );
});

test("a second handler of a filter that comes later still gets the held message", async () => {
  await using aedes = await aedesBroker();
  await using farSide = await mqttFarSide(aedes.url, "none");
  await farSide.publish("a", "held", true);
  const { broker } = open({ url: aedes.url });
  await using _ = broker;
  const first: MqttMessage[] = [];
  const second: MqttMessage[] = [];
  broker.subscribe("a", (message) => first.push(message));
  await until("the first has it", () => first.length > 0);
  broker.subscribe("a", (message) => second.push(message));
  await until("the second has it", () => second.length > 0);
});

test("subscriptions are made again after the broker restarted", async () => {
  await using aedes = await aedesBroker();
  const { broker, clock, told } = open({ url: aedes.url });
  await using _ = broker;
  const messages: MqttMessage[] = [];
  broker.subscribe("a", (message) => messages.push(message));
  for (let round = 1; round <= 3; round++) {
    await until(
      "it is up",
      () => broker.isUp,
      () => clock.advance(1000),
    );
    await using farSide = await mqttFarSide(aedes.url, "none");
    await until(
      "a message came",
      () => messages.length >= round,
      () => farSide.publish("a", "x"),
    );
    messages.length = round;
    await farSide[Symbol.asyncDispose]();
    await aedes.stop();
    await until("it is down", () => !broker.isUp);
    await aedes.start();
  }
  assert.deepEqual(told.filter((line) => line === "up").length, 3);
  assert.equal(told.filter((line) => line.startsWith("connection-down")).length, 3);
});

test("a refused login is told as such, once, and never with the password", async () => {
  let asked = 0;
  await using aedes = await aedesBroker({
    authenticate: (_client, username, password, done) => {
      asked += 1;
      if (username === "ana" && password?.toString() === "right") return done(null, true);
      done(Object.assign(new Error("no"), { returnCode: 4 as const }), null);
    },
  });
  const { broker, clock, told } = open({ url: aedes.url, username: "ana", password: "wr0ng" });
  await using _ = broker;
  await until(
    "it was tried three times",
    () => asked >= 3,
    () => clock.advance(60_000),
  );
  assert.equal(told.length, 1);
  assert.match(told[0] ?? "", /^connection-refused: the broker at mqtt:.* refuses the username or password/);
  assert.ok(!told.join().includes("wr0ng"));
  const good = open({ url: aedes.url, username: "ana", password: "right" });
  await using __ = good.broker;
  await until("the right one is up", () => good.broker.isUp);
});

test("nobody at the address and a stranger who speaks no MQTT are both told in a sentence", async () => {
  const server = createServer((socket) => socket.resume().end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  {
    const { broker, told } = open({ url });
    await using _ = broker;
    await until("it is told", () => told.length === 1);
    assert.match(told[0] ?? "", /^connection-down: the (connection to|broker at) mqtt:/);
  }
  await new Promise((closed) => server.close(closed));
  const { broker, told } = open({ url });
  await using _ = broker;
  await until("it is told", () => told.length === 1);
  assert.match(told[0] ?? "", /^connection-down: nothing listens at mqtt:/);
});

test("a refused subscription is told to its handlers and to nobody else", async () => {
  await using aedes = await aedesBroker({
    authorizeSubscribe: (_client, subscription, done) =>
      done(null, subscription.topic === "secret" ? null : subscription),
  });
  const { broker } = open({ url: aedes.url });
  await using _ = broker;
  const refused: string[] = [];
  broker.subscribe(
    "open",
    () => {},
    (reason) => refused.push(`open ${reason}`),
  );
  broker.subscribe(
    "secret",
    () => {},
    (reason) => refused.push(reason),
  );
  await until("it is told", () => refused.length === 1);
  assert.match(refused[0] ?? "", /refuses the subscription to secret/);
  assert.ok(broker.isUp);
});
