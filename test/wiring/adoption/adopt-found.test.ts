import assert from "node:assert/strict";
import { test } from "node:test";
import type { Configuration } from "../../../src/config/configuration.ts";
import { outputsOf } from "../../../src/core/thing.ts";
import { discoverThings } from "../../../src/discovery/discover-things.ts";
import type { DiscoveredThing } from "../../../src/discovery/discovered-thing.ts";
import { adoptFound } from "../../../src/wiring/adoption/adopt-found.ts";
import { keptDevices, keptText } from "../../../src/wiring/adoption/kept-devices.ts";
import { ownPart, withAdopted } from "../../../src/wiring/adoption/with-adopted.ts";
import { heardTree, treeNames } from "../../discovery/heard-tree.ts";
import { configurationOf } from "../../fakes/configuration-of.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";

const kinds = ["zigbee2mqtt", "tasmota", "shelly", "home-assistant", "esphome"];

function own(things: object = {}, adopt: readonly string[] = kinds): Configuration {
  using directory = temporaryDirectory();
  return configurationOf(directory.path, {
    matrix: { homeserver: "https://hs", user: "@a:hs" },
    connections: { broker: { type: "mqtt", url: "mqtt://localhost", adopt } },
    things,
  });
}

/** A sensor as Zigbee2MQTT's devices are found, under any name. */
function sensor(name: string, device: string | undefined = name, topic = `zigbee2mqtt/${name}`): DiscoveredThing {
  const temperature = { type: "number", from: { path: "/temperature" } };
  return {
    convention: "zigbee2mqtt",
    name,
    ...(device !== undefined && { device }),
    model: "",
    keys: { from: { topic }, properties: { temperature }, actions: {} },
    unmapped: [],
  };
}

async function adopt(...given: Parameters<typeof adoptFound> extends [...infer Known, unknown] ? Known : never) {
  return await adoptFound(...given, async () => undefined);
}

const found = [...discoverThings(new Map(treeNames.flatMap((name) => [...heardTree(name)])))];
const ids = ({ things }: Configuration) => things.map(({ id }) => id);

test("of all that devices of every kind say, nothing can be switched, invoked, or makes the agent publish", async () => {
  const { kept } = await adopt("broker", found, own(), []);
  const { things } = withAdopted(own(), kept);
  assert.ok(things.length > 15, `${things.length} were adopted`);
  assert.deepEqual(outputsOf(things), []);
  assert.deepEqual(
    things.flatMap(({ actions }) => actions),
    [],
  );
  const bindings = things.flatMap(({ available, properties }) => [available, ...properties.map(({ from }) => from)]);
  const publishing = bindings.filter((binding) => /request|poll/.test(Object.keys(binding?.settings ?? {}).join()));
  assert.deepEqual(publishing, []);
});

test("what was kept stays readings only, whatever somebody wrote into the file", async () => {
  const relay = {
    title: "Pump",
    properties: {
      on: {
        type: "boolean",
        from: { topic: "p", request_topic: "pump/set", request: "ON", poll: "1s" },
        to: { topic: "pump/set", safe_value: null },
      },
    },
    actions: { go: { write: { on: true } } },
  };
  const text = JSON.stringify({
    v: 1,
    devices: [{ connection: "broker", convention: "tasmota", device: "1", id: "pump", thing: relay }, { id: "x" }, 7],
  });
  const { things } = withAdopted(own(), keptDevices(text));
  assert.deepEqual(
    things.map(({ id, actions }) => [id, actions.length]),
    [["pump", 0]],
  );
  assert.deepEqual(outputsOf(things), []);
  assert.deepEqual(Object.keys(things[0]?.properties[0]?.from?.settings ?? {}), ["topic"]);
  for (const torn of ["{", "[]", '{"v":2}', undefined]) assert.deepEqual(keptDevices(torn), []);
});

test("a device keeps its id when it is renamed, and half of what it says takes nothing away", async () => {
  const first = await adopt("broker", [sensor("Hall", "0x01"), sensor("Hall", "0x02", "zigbee2mqtt/other")], own(), []);
  assert.deepEqual(
    first.kept.map(({ id }) => id),
    ["hall", "hall_2"],
  );
  const read = keptDevices(keptText(first.kept));
  assert.deepEqual(read, first.kept);
  const again = await adopt("broker", [sensor("Hall", "0x01"), sensor("Attic", "0x02")], own(), read);
  assert.deepEqual(
    again.kept.map(({ id, thing }) => [id, thing.from]),
    [
      ["hall", { topic: "zigbee2mqtt/Hall" }],
      ["hall_2", { topic: "zigbee2mqtt/Attic" }],
    ],
  );
  const silent = await adopt("broker", [], own(), again.kept);
  assert.deepEqual(silent.kept, again.kept);
});

test("what the configuration has always wins, also over what was adopted before", async () => {
  const { kept } = await adopt("broker", [sensor("Hall"), sensor("Attic"), sensor("Cellar")], own(), []);
  const property = (topic: string) => ({
    connection: "broker",
    properties: { t: { type: "number", from: { topic, path: "/temperature" } } },
  });
  const named = own({ hall: property("else"), upstairs: property("zigbee2mqtt/Attic") });
  assert.deepEqual(ids(withAdopted(named, kept)), ["hall", "upstairs", "cellar"]);
  assert.deepEqual(ids(ownPart(withAdopted(named, kept))), ["hall", "upstairs"]);
  assert.deepEqual(ids(withAdopted(own({}, ["tasmota"]), kept)), []);
});

test("a broker that announces without end gets 100 devices, and the rest is counted", async () => {
  const many = Array.from({ length: 150 }, (_, at) => sensor(`Device ${at}`));
  const { kept, leftOut } = await adopt("broker", many, own(), []);
  assert.deepEqual([kept.length, leftOut], [100, 50]);
  assert.equal(withAdopted(own(), kept).things.length, 100);
  const later = await adopt("broker", [sensor("One more")], own(), kept);
  assert.deepEqual([later.kept.length, later.leftOut], [100, 1]);
});

test("devices with more than 1,000 properties together are counted as left out, also one that grows beyond, and small ones still come in", async () => {
  const large = (name: string, count: number): DiscoveredThing => {
    const properties = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`p${at}`, { type: "number", from: { path: `/p${at}` } }]),
    );
    return { ...sensor(name), keys: { from: { topic: `zigbee2mqtt/${name}` }, properties, actions: {} } };
  };
  const many = Array.from({ length: 19 }, (_, at) => large(`Device ${at}`, 50));
  const first = await adopt(
    "broker",
    [...many, large("Grows", 45), large("Too much", 6), large("Small", 5)],
    own(),
    [],
  );
  assert.deepEqual([first.kept.length, first.leftOut], [21, 1]);
  const { things } = withAdopted(own(), first.kept);
  assert.deepEqual([things.length, things.flatMap(({ properties }) => properties).length], [21, 1000]);
  const grown = await adopt("broker", [large("Grows", 46)], own(), first.kept);
  assert.deepEqual([grown.kept, grown.leftOut], [first.kept, 1]);
});

test("devices of a kind that was taken out of adopt take no room, and are the same once it is in again", async () => {
  const many = Array.from({ length: 100 }, (_, at) => sensor(`Device ${at}`));
  const { kept: first } = await adopt("broker", many, own(), []);
  const tasmota = own({}, ["tasmota"]);
  const plugs = ["Plug", "Socket"].map((name) => ({ ...sensor(name), convention: "tasmota" }));
  const second = await adopt("broker", plugs, tasmota, first);
  assert.deepEqual([second.kept.length, second.leftOut], [102, 0]);
  assert.deepEqual(ids(withAdopted(tasmota, second.kept)), ["plug", "socket"]);
  const both = await adopt("broker", [...many, ...plugs], own(), second.kept);
  assert.deepEqual([both.kept, both.leftOut], [second.kept, 2], "now there is no room for all");
  assert.deepEqual(
    ids(withAdopted(own(), both.kept)),
    first.map(({ id }) => id),
  );
});

test("a device that is found as one of another kind, once its own is not asked for, keeps its id", async () => {
  const { kept } = await adopt("broker", [sensor("Hall", "0x01")], own(), []);
  const announced = { ...sensor("Hall of Home Assistant", "ha", "zigbee2mqtt/Hall"), convention: "home-assistant" };
  assert.deepEqual(
    (await adopt("broker", [announced], own(), kept)).kept,
    kept,
    "the kind as which it is kept comes first",
  );
  const other = own({}, ["home-assistant"]);
  const now = (await adopt("broker", [announced], other, kept)).kept;
  assert.deepEqual(
    now.map(({ id, device, thing }) => [id, device, thing.title]),
    [["hall", "ha", "Hall"]],
  );
  assert.deepEqual(ids(withAdopted(other, now)), ["hall"]);
});
