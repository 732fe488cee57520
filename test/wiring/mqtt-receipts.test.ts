import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect } from "mqtt";
import type { Configuration } from "../../src/config/configuration.ts";
import { asUserId } from "../../src/core/ids.ts";
import type { Property } from "../../src/core/property.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { machine } from "../../src/machine/machine.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { openReadingFile } from "../../src/store/reading-file.ts";
import { connectionMemories } from "../../src/wiring/connection-memories.ts";
import { openHardware } from "../../src/wiring/open-hardware.ts";
import { wireReadings } from "../../src/wiring/readings.ts";
import { mosquittoPath, startMosquitto } from "../drivers/rigs/mosquitto-rig.ts";
import { type MqttFarSide, mqttFarSide } from "../drivers/rigs/mqtt-far-side.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";

const skip = mosquittoPath === undefined && "Mosquitto is not installed: apt-get install mosquitto";
const clientId = "the-agent";

function counter(name: string, topic = name, change: Partial<Property> = {}): Property {
  const from = { connection: "broker", as: "value", settings: { topic }, conversion: {} };
  return someProperty({ name, decimals: 0, momentary: true, from, ...change });
}

function configurationOf(url: string, properties: readonly Property[], settings: object = {}): Configuration {
  const connections = [{ name: "broker", type: "mqtt", settings: { url, client_id: clientId, ...settings } }];
  // The parts of a configuration that hardware looks at.
  return { connections, things: [someThing("box", properties)] } as unknown as Configuration;
}

/** The way of a reading from a real broker to the disk, as the agent wires it; its clock stands still. */
function openWay(directory: string, configuration: Configuration) {
  const clock = new HandClock();
  const log = new LogLines();
  const opened = new AsyncDisposableStack();
  const store = opened.use(openControlFile(directory, clock));
  const readingLog = opened.use(
    openReadingFile(directory, {
      durabilityMs: 1000,
      keep: { size: 64 * 2 ** 20, age: 400 * 86_400_000 },
      clock,
      onFault: ({ detail }) => log.error(detail),
      onDamage: (detail) => log.error(detail),
    }),
  );
  const memory = connectionMemories({ user: asUserId("@agent:example.org"), store, readingLog, log });
  const parts = { configuration, drivers: driverTable, machine: machine(clock), clock, readSecret: () => "", memory };
  const hardware = opened.use(openHardware(parts, (sample) => readings.take(sample)));
  const { things } = configuration;
  const nothing = () => undefined;
  const readings = opened.use(wireReadings({ things, clock, log, readingLog, onReading: nothing, onChange: nothing }));
  hardware.listen();
  let taken = 0;
  const take = readings.take.bind(readings);
  readings.take = (sample) => {
    taken += 1;
    take(sample);
  };
  return {
    clock,
    hardware,
    readings,
    readingLog,
    taken: () => taken,
    recorded: () => {
      readingLog.commit();
      return readingLog
        .unsealed(1000)
        .map(
          ({ path, value }) => `${path.replace("box/", "")} ${typeof value === "object" ? value.coefficient : value}`,
        );
    },
    isUp: () => until("it is up", () => hardware.down().length === 0),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** What the broker still holds for the agent, heard under the agent's own name. */
async function heldBack(url: string): Promise<readonly string[]> {
  const held: string[] = [];
  const properties = { sessionExpiryInterval: 600 };
  const client = connect(url, { clientId, clean: false, protocolVersion: 5, properties });
  const end = Promise.withResolvers<void>();
  client.on("message", (topic, payload) => {
    if (topic === "end") end.resolve();
    else held.push(`${topic} ${payload}`.slice(0, 20));
  });
  await client.subscribeAsync("end", { qos: 1 });
  await client.publishAsync("end", "", { qos: 1 });
  await end.promise;
  await client.endAsync();
  return held;
}

async function bench() {
  const opened = new AsyncDisposableStack();
  const { path: directory } = opened.use(temporaryDirectory());
  const broker = opened.use(await startMosquitto());
  const farSide: MqttFarSide = opened.use(await mqttFarSide(broker.url, "none"));
  const { url } = broker;
  return { directory, url, farSide, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

describe("from a broker to the disk", { skip, timeout: 15_000 }, () => {
  test("what makes no sense, what the filter drops and what nobody wants is acknowledged, too", async () => {
    await using all = await bench();
    const dull = counter("dull", "dull", { momentary: false });
    const to = { connection: "broker", as: "value", settings: { topic: "bell" }, conversion: {}, safeValue: null };
    const bell = counter("bell", "ring", { to });
    {
      await using way = openWay(all.directory, configurationOf(all.url, [counter("a"), dull, bell]));
      await way.isUp();
      await until(
        "it hears",
        () => way.taken() > 0,
        () => all.farSide.publish("a", "0"),
      );
      const before = way.taken();
      for (const payload of ["no number", "x".repeat(70_000), Buffer.of(0xff)]) await all.farSide.publish("a", payload);
      for (const payload of ["5", "5", "6", "5", "7"]) await all.farSide.publish("dull", payload);
      await until("all came", () => way.taken() === before + 8);
      way.readingLog.commit();
      // Comes after the acknowledgements on the same connection.
      await way.hardware.outputs.get(bell.path)?.write("1", AbortSignal.timeout(5000));
    }
    assert.deepEqual(await heldBack(all.url), []);
  });

  test("while nothing can be written nothing is acknowledged; the broker holds it until it is", async () => {
    await using all = await bench();
    {
      await using way = openWay(all.directory, configurationOf(all.url, [counter("a")]));
      await way.isUp();
      await until(
        "it hears",
        () => way.taken() > 0,
        () => all.farSide.publish("a", "0"),
      );
      way.recorded();
      const before = way.taken();
      for (const number of ["1", "2", "3"]) await all.farSide.publish("a", number);
      await until("all came", () => way.taken() === before + 3);
      // As a kill: the log is not told to commit, and the broker hears nothing more.
      way.readingLog.commit = () => undefined;
      await way.hardware[Symbol.asyncDispose]();
      assert.deepEqual(await heldBack(all.url), ["a 1", "a 2", "a 3"]);
    }
  });

  test("a reload keeps the session: nothing is lost or doubled of what stays, and what goes is taken back", async () => {
    await using all = await bench();
    await using way = openWay(all.directory, configurationOf(all.url, [counter("a"), counter("b")]));
    await way.isUp();
    const seen = (text: string) => way.recorded().includes(text);
    await until(
      "it hears",
      () => seen("a 0") && seen("b 0"),
      async () => {
        await all.farSide.publish("a", "0");
        await all.farSide.publish("b", "0");
      },
    );
    let number = 0;
    const say = async (): Promise<void> => {
      number += 1;
      await Promise.all(["a", "b", "c"].map((topic) => all.farSide.publish(topic, String(number))));
    };
    await say();
    const changes = [
      configurationOf(all.url, [counter("a"), counter("c")]),
      configurationOf(all.url, [counter("a"), counter("c", "+/c")]),
      configurationOf(all.url, [counter("a"), counter("c", "+/c")], { username: "ana" }),
    ];
    for (const configuration of changes) {
      const saying = say();
      const changing = way.hardware.change(configuration);
      way.readings.change(configuration.things);
      await changing;
      await saying;
      await say();
      await way.isUp();
    }
    await until("the last one came", () => seen(`a ${number}`));
    const ofA = way.recorded().filter((text) => /^a [1-9]/.test(text));
    assert.deepEqual(
      ofA,
      Array.from({ length: number }, (_, index) => `a ${index + 1}`),
    );
  });
});
