import assert from "node:assert/strict";
import { test } from "node:test";
import { connectAsync } from "mqtt";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { mqttValue } from "../../src/drivers/mqtt-value.ts";
import { machine } from "../../src/machine/machine.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { until } from "../fakes/until.ts";
import { aedesBroker } from "./rigs/aedes-rig.ts";
import { mosquittoPath, startMosquitto } from "./rigs/mosquitto-rig.ts";

const path = affordancePath(asThingId("thing"), "property");
const never = new AbortController().signal;
const skip = mosquittoPath === undefined ? "Mosquitto is not installed: apt-get install mosquitto" : false;

/** The driver with an output whose device answers on `answers`. */
async function openOutput(url: string, clock: HandClock) {
  const context = { name: "broker", machine: machine(clock), clock, readSecret: () => "", emit: () => {} };
  const connection = mqttValue.open({ url }, context);
  const to = { topic: "pump/set", response_topic: "answers", response_match: "^ok", within: "5s" };
  const output = connection.output(to, path);
  connection.settle?.();
  await until("the bus is up", () => connection.isUp);
  return { output, [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose]() };
}

const isFailure = (code: WriteFailure["code"], detail: RegExp) => (error: unknown) =>
  error instanceof WriteFailure && error.code === code && detail.test(error.message);

test("a command is done when the answer to it came, not done when that says no, and unknown when none came", {
  skip,
}, async () => {
  await using mosquitto = await startMosquitto();
  const clock = new HandClock();
  await using agent = await openOutput(mosquitto.url, clock);
  await using opened = new AsyncDisposableStack();
  const device = opened.adopt(await connectAsync(mosquitto.url, { protocolVersion: 5 }), (client) =>
    client.endAsync(true),
  );
  const replies: (string | undefined)[] = ["ok, running", "no water", undefined, "ok"];
  let asked = 0;
  device.on("message", (topic, _payload, { properties }) => {
    if (topic !== "pump/set") return;
    const reply = replies[asked++];
    const { responseTopic = "", correlationData } = properties ?? {};
    // What bears no mark, or another one, is no answer to this.
    device.publish(responseTopic, "ok");
    device.publish(responseTopic, "ok", { properties: { correlationData: Buffer.from("another") } });
    if (reply !== undefined && correlationData !== undefined)
      device.publish(responseTopic, reply, { properties: { correlationData } });
  });
  await device.subscribeAsync("pump/set", { qos: 1 });
  await agent.output.write(true, never);
  await assert.rejects(agent.output.write(true, never), isFailure("driver-failed", /answered "no water"/));
  const silent = assert.rejects(agent.output.write(true, never), isFailure("unconfirmed", /no answer within 5000 ms/));
  await until(
    "the device was asked",
    () => asked === 3,
    () => clock.advance(0),
  );
  let isOver = false;
  void silent.finally(() => {
    isOver = true;
  });
  await until(
    "the time is over",
    () => isOver,
    () => clock.advance(1000),
  );
  await silent;
  await agent.output.write(true, never, true);
  assert.equal(asked, 4);
  agent.output[Symbol.dispose]?.();
});

test("a broker that speaks no MQTT 5 is sent nothing that must be answered", async () => {
  await using broker = await aedesBroker();
  await using agent = await openOutput(broker.url, new HandClock());
  await assert.rejects(agent.output.write(true, never), isFailure("driver-failed", /speaks no MQTT 5/));
});
