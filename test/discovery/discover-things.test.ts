import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { formatProblem } from "../../src/config/problem.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { toValue } from "../../src/core/convert.ts";
import type { Property } from "../../src/core/property.ts";
import { discoverThings } from "../../src/discovery/discover-things.ts";
import type { DiscoveredThing, Plain } from "../../src/discovery/discovered-thing.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { compileExtract } from "../../src/drivers/extract.ts";
import { wireText } from "../../src/drivers/wire-text.ts";
import { checkDraft } from "../../src/wiring/adoption/check-draft.ts";
import { heardTree, treeNames } from "./heard-tree.ts";

/** All that stands in a draft, by name. */
function draftOf(thing: DiscoveredThing): Plain {
  const { thing: draft, unmapped } = checkDraft(thing.name, "broker", thing);
  assert.deepEqual(unmapped, thing.unmapped, "the check takes all of it");
  return draft ?? null;
}

/** The properties of a draft as the agent would have them. */
function propertiesOf(draft: Plain): readonly Property[] {
  if (draft === null) return [];
  const text = JSON.stringify({
    matrix: { homeserver: "https://hs", user: "@a:hs" },
    connections: { broker: { type: "mqtt", url: "mqtt://localhost" } },
    things: { it: draft },
  });
  const read = readConfig({
    file: "roomwire.yaml",
    readFile: () => text,
    profiles: { names: () => [], read: () => undefined },
    resolvePath: resolve,
    credentialsDirectory: undefined,
    drivers: driverTable,
  });
  assert.ok(read.ok, read.ok ? "" : read.problems.map(formatProblem).join("\n"));
  return read.configuration.things.flatMap(({ properties }) => properties);
}

const readable: Readonly<Record<string, number>> = {
  esphome: 8,
  "home-assistant": 14,
  shelly: 34,
  tasmota: 3,
  zigbee2mqtt: 16,
};

for (const name of treeNames) {
  test(`${name}: the check takes every draft whole, and what the tree holds is read as a value`, () => {
    const messages = heardTree(name);
    let values = 0;
    for (const thing of discoverThings(messages)) {
      for (const property of propertiesOf(draftOf(thing))) {
        const { settings, conversion } = property.from ?? assert.fail(property.path);
        const payload = messages.get(String(settings.topic));
        if (payload === undefined || payload === "nan") continue;
        const found = compileExtract(settings)(payload);
        if (found.kind === "nothing") {
          assert.ok(settings.optional, `${property.path}: ${found.detail}`);
          continue;
        }
        const value = toValue(property, conversion, found.wire);
        assert.ok(value.ok, `${property.path}: ${wireText(found.wire)}`);
        values += 1;
      }
    }
    assert.equal(values, readable[name]);
  });
}

test("no output is set to anything at start, stop or crash before somebody said to what", () => {
  for (const name of treeNames) {
    for (const thing of discoverThings(heardTree(name))) {
      const draft = draftOf(thing);
      for (const property of propertiesOf(draft)) {
        if (property.to !== undefined) assert.equal(property.to.safeValue, null, property.path);
      }
      for (const action of Object.values(thing.keys.actions)) {
        assert.ok(
          typeof action.to === "object" &&
            action.to !== null &&
            "safe_value" in action.to &&
            action.to.safe_value === null,
        );
      }
    }
  }
});

/** Names of what a tree's devices have, by device. */
function namesIn(tree: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...discoverThings(tree)].map(({ name, keys: { properties, actions } }) => [
      name,
      [...Object.keys(properties), ...Object.keys(actions).map((action) => `${action}()`)].join(" "),
    ]),
  );
}

test("Zigbee2MQTT: exposes become properties; settings, composites, coordinator and what is switched off do not", () => {
  const tree = heardTree("zigbee2mqtt");
  assert.deepEqual(namesIn(tree), {
    "Kitchen plug": "state power current voltage energy linkquality",
    "Bad Thermostat": "current_heating_setpoint local_temperature system_mode running_state child_lock battery",
    "hall/front door": "open battery",
    Bulb: "state brightness color_temp",
    Remote: "action",
    "0xaaaaaafffe010006": "",
  });
  const [plug, , door, bulb, remote] = discoverThings(tree);
  assert.deepEqual(plug?.keys.properties.state, {
    type: "boolean",
    labels: { true: "on", false: "off" },
    from: {
      path: "/state",
      values: { true: "ON", false: "OFF" },
      request_topic: "zigbee2mqtt/Kitchen plug/get",
      request: '{"state":""}',
    },
    to: { path: "/state", values: { true: "ON", false: "OFF" }, safe_value: null },
    read_back: { within: "10s" },
  });
  assert.equal(plug?.keys.available?.path, "/state");
  assert.equal(door?.keys.available?.path, undefined);
  assert.deepEqual(door?.keys.properties.open?.from, { path: "/contact", values: { true: false, false: true } });
  assert.deepEqual(
    bulb?.unmapped.map(({ what }) => what),
    ["color_temp (unit mired)", "color", "effect"],
  );
  assert.equal(remote?.keys.properties.action?.momentary, true);
});

test("a device that says the same by Home Assistant's discovery is there once", () => {
  const tree = heardTree("zigbee2mqtt");
  assert.ok([...tree.keys()].some((topic) => topic.startsWith("homeassistant/")));
  assert.deepEqual([...new Set([...discoverThings(tree)].map(({ convention }) => convention))], ["zigbee2mqtt"]);
});

test("Home Assistant: entities of one device are one Thing, by entity or by device; abbreviations and ~ are written out", () => {
  const tree = heardTree("home-assistant");
  assert.deepEqual(namesIn(tree), {
    Garden: "temperature humidity motion",
    Irrigation: "switch",
    Kitchen: "light light_brightness",
    Hall: "light light_brightness",
    Stairs: "",
    Blind: "blind blind_position blind_open() blind_close() blind_halt()",
    "Living room": "temperature setpoint mode",
    "Pump speed": "pump_speed",
    Mode: "mode",
    Restart: "restart()",
    Frontdoor: "lock_locked",
    Doorbell: "doorbell",
    Remote: "",
    "Kitchen box": "temperature humidity relay",
  });
  const things = new Map([...discoverThings(tree)].map((thing) => [thing.name, thing]));
  assert.deepEqual(things.get("Irrigation")?.keys, {
    available: { topic: "homeassistant/switch/irrigation/available", values: { true: "online", false: "offline" } },
    properties: {
      switch: {
        type: "boolean",
        labels: { true: "on", false: "off" },
        from: { topic: "homeassistant/switch/irrigation/state", values: { true: "ON", false: "OFF" } },
        to: { topic: "homeassistant/switch/irrigation/set", safe_value: null, values: { true: "ON", false: "OFF" } },
        read_back: { within: "10s" },
      },
    },
    actions: {},
  });
  const box = things.get("Kitchen box");
  assert.equal(box?.model, "Bla electronics xya");
  assert.deepEqual(box?.keys.available, {
    topic: "kitchenbox/online",
    path: "/state",
    values: { true: "online", false: "offline" },
  });
  assert.deepEqual(box?.keys.properties.temperature?.from, {
    topic: "sensorBedroom/state",
    path: "/temperature",
    optional: true,
  });
  assert.deepEqual(box?.keys.properties.relay?.from, {
    topic: "kitchenbox/relay",
    path: "/on",
    optional: true,
    values: { true: [true, "True"], false: [false, "False"] },
  });
  assert.deepEqual(things.get("Pump speed")?.keys.properties.pump_speed?.to, {
    topic: "pump/speed/set",
    payload: '{"speed": {value}}',
    safe_value: null,
  });
});

test("Home Assistant: a template that is a program is told, and its property left out", () => {
  const garden = [...discoverThings(heardTree("home-assistant"))].find(({ name }) => name === "Garden");
  assert.deepEqual(
    garden?.unmapped.map(({ what }) => what),
    ["Dew point (state_topic)"],
  );
});

test("Tasmota: relays, sensors and words where its configuration says they are", () => {
  const tree = heardTree("tasmota");
  assert.deepEqual(namesIn(tree), {
    "CV-Ruimte": "door relais1 relais2 relais3 ds18b20_1_temperature ds18b20_2_temperature",
    Washer:
      "relay energy_total energy_yesterday energy_today power apparent_power reactive_power factor voltage current",
    Strip: "relay brightness",
    Blind: "",
  });
  const [, washer, , blind] = discoverThings(tree);
  assert.deepEqual(washer?.keys.available, {
    topic: "home/tasmota_000001/tele/LWT",
    values: { true: "Online", false: "Offline" },
  });
  assert.deepEqual(washer?.keys.properties.relay?.to, {
    topic: "home/tasmota_000001/cmnd/POWER",
    values: { true: "ON", false: "OFF" },
    safe_value: null,
  });
  assert.deepEqual(washer?.keys.properties.power, {
    type: "number",
    unit: "W",
    from: { topic: "home/tasmota_000001/tele/SENSOR", path: "/ENERGY/Power", optional: true },
  });
  assert.equal(blind?.unmapped.length, 2);
});

test("Shelly: components with a status become properties; what sleeps has no word of presence", () => {
  const tree = heardTree("shelly");
  assert.deepEqual(namesIn(tree), {
    "shellyplusplugs-80646f000001": "output power voltage current energy device_temperature",
    "shellyplus2pm-80646f000002":
      "cover position power voltage current frequency power_factor energy device_temperature input_0 input_1 open() close() halt()",
    "shellyplusht-b8d61a8b17cc": "battery battery_voltage humidity temperature",
    "shellypro3em-fce8c0000003":
      "power power_a voltage_a current_a power_b voltage_b current_b power_c voltage_c current_c",
    "shellydimmerg3-3030f9000004": "output brightness power",
  });
  const [plug, , sensor] = discoverThings(tree);
  assert.deepEqual(plug?.keys.available, {
    topic: "shellyplusplugs-80646f000001/online",
    values: { true: "true", false: "false" },
  });
  assert.equal(sensor?.keys.available, undefined);
});

test("ESPHome: plain topics become properties; what they do not say is told", () => {
  const tree = heardTree("esphome");
  assert.deepEqual(namesIn(tree), { "Living room": "window lamp door hysteresis mode co2 temperature relay ip" });
  const [room] = discoverThings(tree);
  assert.deepEqual(
    room?.unmapped.map(({ what }) => what),
    ["cover blind", "hysteresis (command)", "mode (command)", "co2 (unit)", "temperature (unit)"],
  );
});
