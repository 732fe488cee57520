import assert from "node:assert/strict";
import { test } from "node:test";
import type { MqttMessage } from "../../src/core/mqtt-broker.ts";
import { openMqttBroker } from "../../src/machine/mqtt-broker.ts";
import { aedesBroker } from "../drivers/rigs/aedes-rig.ts";
import { mosquittoPath, startMosquitto, startSavingMosquitto } from "../drivers/rigs/mosquitto-rig.ts";
import { mqttFarSide } from "../drivers/rigs/mqtt-far-side.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { SomeMemory } from "../fakes/some-memory.ts";
import { until } from "../fakes/until.ts";

const skip = mosquittoPath === undefined ? "Mosquitto is not installed: apt-get install mosquitto" : false;

/** A run of an agent: what came by filter, and what was not acknowledged. */
function openRun(url: string, memory: SomeMemory, filters: readonly string[], isAcknowledging = true) {
  const clock = new HandClock();
  const came = new Map<string, string[]>(filters.map((filter) => [filter, []]));
  const told: string[] = [];
  const events = { up: () => told.push("up"), down: (reason: string) => told.push(reason) };
  const broker = openMqttBroker({ url, session: { clientId: memory.id, memory } }, events, clock);
  const waiting: MqttMessage[] = [];
  const take = (filter: string) => (message: MqttMessage) => {
    came.get(filter)?.push(Buffer.from(message.payload).toString());
    if (isAcknowledging) message.receipt?.settle();
    else waiting.push(message);
  };
  const subscriptions = new Map(filters.map((filter) => [filter, broker.subscribe(filter, take(filter))]));
  broker.settle();
  return {
    clock,
    broker,
    told,
    came,
    waiting,
    subscriptions,
    isUp: () => until("it is up", () => broker.isUp),
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}

/** What the broker sends for a run, until a last message on `last`. */
async function hear(run: ReturnType<typeof openRun>, url: string): Promise<void> {
  const marker = crypto.randomUUID();
  await using farSide = await mqttFarSide(url, "none");
  await until(
    "the last one comes",
    () => run.came.get("last")?.includes(marker) === true,
    () => farSide.publish("last", marker),
  );
}

const brokers = [
  ["Mosquitto, MQTT 5", skip, startMosquitto],
  ["aedes, MQTT 3.1.1", false, aedesBroker],
] as const;

for (const [name, skip, open] of brokers) {
  test(`${name}: what came while the agent was away, and what it did not acknowledge, comes in order`, {
    skip,
  }, async () => {
    await using mosquitto = await open();
    const memory = new SomeMemory();
    await using farSide = await mqttFarSide(mosquitto.url, "none");
    {
      await using first = openRun(mosquitto.url, memory, ["a", "last"], false);
      await first.isUp();
      await until(
        "one came",
        () => (first.came.get("a")?.length ?? 0) > 0,
        () => farSide.publish("a", "1"),
      );
      await farSide.publish("a", "2");
    }
    await farSide.publish("a", "3");
    await using second = openRun(mosquitto.url, memory, ["a", "last"]);
    await hear(second, mosquitto.url);
    const came = second.came.get("a") ?? [];
    assert.deepEqual([...new Set(came)], ["1", "2", "3"]);
    assert.deepEqual(came, came.toSorted());
  });

  test(`${name}: a filter of an earlier run is taken back, and what comes for it keeps nothing up`, {
    skip,
  }, async () => {
    await using mosquitto = await open();
    const memory = new SomeMemory();
    await using farSide = await mqttFarSide(mosquitto.url, "none");
    {
      await using first = openRun(mosquitto.url, memory, ["old", "last"]);
      await hear(first, mosquitto.url);
      assert.deepEqual(memory.filters.toSorted(), ["last", "old"]);
    }
    for (let count = 0; count < 50; count++) await farSide.publish("old", String(count));
    {
      await using second = openRun(mosquitto.url, memory, ["last"]);
      await hear(second, mosquitto.url);
      await until("it is taken back", () => memory.filters.length === 1);
    }
    await farSide.publish("old", "nobody asked");
    // Whoever subscribes to it now, under this session, would get what the broker had kept for it.
    await using third = openRun(mosquitto.url, memory, ["old", "last"]);
    await hear(third, mosquitto.url);
    assert.deepEqual(third.came.get("old"), []);
  });

  test(`${name}: held under a filter that another one replaced, a message is still heard`, { skip }, async () => {
    await using mosquitto = await open();
    const memory = new SomeMemory();
    await using farSide = await mqttFarSide(mosquitto.url, "none");
    {
      await using first = openRun(mosquitto.url, memory, ["a/+", "last"]);
      await hear(first, mosquitto.url);
    }
    await farSide.publish("a/b", "held");
    await using second = openRun(mosquitto.url, memory, ["a/b", "last"]);
    await hear(second, mosquitto.url);
    assert.deepEqual(second.came.get("a/b"), ["held"]);
  });
}

test("a message that fits several filters comes once to each, live and held, though Mosquitto sends a copy for each", {
  skip,
}, async () => {
  await using mosquitto = await startMosquitto();
  const memory = new SomeMemory();
  const filters = ["a/b", "a/+", "+/b", "a/#", "last"];
  await using farSide = await mqttFarSide(mosquitto.url, "none");
  const once = { "a/b": ["x"], "a/+": ["x"], "+/b": ["x"], "a/#": ["x"] };
  for (const when of ["live", "held"]) {
    if (when === "held") await farSide.publish("a/b", "x");
    await using run = openRun(mosquitto.url, memory, filters);
    await hear(run, mosquitto.url);
    if (when === "live") await farSide.publish("a/b", "x");
    await hear(run, mosquitto.url);
    run.came.delete("last");
    assert.deepEqual(Object.fromEntries(run.came), once, when);
  }
});

test("no more than a thousand messages are under way while none is acknowledged; the broker holds the rest", {
  skip,
}, async () => {
  await using mosquitto = await startMosquitto(() => ["allow_anonymous true", "max_queued_messages 0"]);
  const memory = new SomeMemory();
  await using farSide = await mqttFarSide(mosquitto.url, "none");
  await using run = openRun(mosquitto.url, memory, ["a", "last"], false);
  await hear(run, mosquitto.url);
  const before = run.waiting.length;
  const numbers = Array.from({ length: 1500 }, (_, number) => String(number));
  await Promise.all(numbers.map((number) => farSide.publish("a", number)));
  await until("a thousand came", () => run.waiting.length >= 1000);
  assert.equal(run.waiting.length, 1000);
  assert.ok(before < 1000);
  await until(
    "the rest comes",
    () => run.came.get("a")?.length === numbers.length,
    async () => {
      for (const { receipt } of run.waiting.splice(0)) receipt?.settle();
    },
  );
  assert.deepEqual(run.came.get("a"), numbers);
});

test("a broker that saved its sessions says again what was not acknowledged, after it was started anew", {
  skip,
}, async () => {
  await using mosquitto = await startSavingMosquitto();
  const memory = new SomeMemory();
  {
    await using run = openRun(mosquitto.url, memory, ["a", "last"], false);
    await hear(run, mosquitto.url);
  }
  {
    await using farSide = await mqttFarSide(mosquitto.url, "none");
    for (const number of ["1", "2", "3"]) await farSide.publish("a", number);
  }
  await mosquitto.stop("SIGTERM");
  await mosquitto.start();
  await using run = openRun(mosquitto.url, memory, ["a", "last"]);
  await hear(run, mosquitto.url);
  assert.deepEqual(run.came.get("a"), ["1", "2", "3"]);
});

test("a broker that lost its sessions gives numbers anew, and nothing is taken for a repeat", { skip }, async () => {
  await using mosquitto = await startMosquitto();
  const memory = new SomeMemory();
  await using run = openRun(mosquitto.url, memory, ["a", "last"]);
  await hear(run, mosquitto.url);
  for (let round = 1; round <= 3; round++) {
    await mosquitto.stop();
    await mosquitto.start();
    await until(
      "it is up again",
      () => run.broker.isUp && run.told.filter((line) => line === "up").length > round,
      () => run.clock.advance(1000),
    );
    await hear(run, mosquitto.url);
    await using farSide = await mqttFarSide(mosquitto.url, "none");
    await farSide.publish("a", "press");
    await hear(run, mosquitto.url);
    assert.equal(run.came.get("a")?.length, round);
  }
});

test("whoever has no memory comes under a name of its own, and leaves the agent where it is", { skip }, async () => {
  await using mosquitto = await startMosquitto();
  await using agent = openRun(mosquitto.url, new SomeMemory(), ["last"]);
  await agent.isUp();
  const clock = new HandClock();
  const events = { up: () => undefined, down: () => undefined };
  await using other = openMqttBroker({ url: mosquitto.url }, events, clock);
  await until("the other one is up", () => other.isUp);
  await other.publish("last", "safe", AbortSignal.timeout(5000));
  await until("the agent hears it", () => agent.came.get("last")?.includes("safe") === true);
  assert.deepEqual(agent.told, ["up"]);
});
