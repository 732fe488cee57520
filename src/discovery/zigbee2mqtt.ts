import type { Convention, DiscoveredThing, HeardMessages, PlainMap } from "./discovered-thing.ts";
import { DraftKeys } from "./draft-keys.ts";
import { type JsonMap, listOf, mapOf, readMessage, textOf, topicOf } from "./read-message.ts";
import { addZigbee2mqttExposes, type ExposedDevice } from "./zigbee2mqtt-exposes.ts";

/** Devices of one bridge; Zigbee itself ends at some hundreds. */
const most = 1000;
/** Characters of a bridge's list of devices: twice of what 200 of them say. */
const largestList = 2_097_152;
const devicesTopic = "/bridge/devices";

/** Zigbee2MQTT: `<base>/bridge/devices` says what each device exposes (Zigbee2MQTT, guide, usage, MQTT topics and exposes). */
export const zigbee2mqtt: Convention = {
  name: "zigbee2mqtt",
  filters: ["+/bridge/devices", "+/+/bridge/devices", "+/+/availability", "+/+/+/availability"],
  *discover(messages) {
    for (const [topic, text] of messages) {
      if (!topic.endsWith(devicesTopic)) continue;
      const base = topic.slice(0, -devicesTopic.length);
      if (text.length > largestList) yield tooLarge(topic);
      for (const device of listOf(readMessage(text, largestList)).slice(0, most))
        yield* thingOf(mapOf(device), base, messages);
    }
  },
};

function tooLarge(topic: string): DiscoveredThing {
  const unmapped = [{ what: topic.slice(0, 200), why: `it is larger than ${largestList / 1_048_576} MiB` }];
  return {
    convention: "zigbee2mqtt",
    name: topic.slice(0, 100),
    model: "",
    keys: { properties: {}, actions: {} },
    unmapped,
  };
}

function thingOf(device: JsonMap, base: string, messages: HeardMessages): readonly DiscoveredThing[] {
  const name = textOf(device.friendly_name, 200);
  const topic = topicOf(`${base}/${name}`);
  if (name === undefined || topic === undefined || device.type === "Coordinator" || device.disabled === true) return [];
  const definition = mapOf(device.definition);
  const keys = new DraftKeys();
  const exposed: ExposedDevice = { topic, isAsleep: device.power_source === "Battery", keys };
  addZigbee2mqttExposes(listOf(definition.exposes), exposed);
  if (listOf(definition.exposes).length === 0) keys.leaveOut(name, "Zigbee2MQTT does not say what it can do");
  const availability = messages.get(`${topic}/availability`);
  const model = [definition.vendor, definition.model].flatMap((text) => textOf(text, 100) ?? []).join(" ");
  const around = {
    from: { topic, optional: true },
    to: { topic: `${topic}/set` },
    ...(availability !== undefined && { available: availableAt(`${topic}/availability`, availability) }),
  };
  const address = textOf(device.ieee_address, 64);
  const known = address !== undefined && { device: address };
  return [{ convention: "zigbee2mqtt", name, ...known, model, keys: keys.keys(around), unmapped: keys.unmapped }];
}

/** It was plain text once, and is JSON now. */
function availableAt(topic: string, said: string): PlainMap {
  const isJson = textOf(mapOf(readMessage(said)).state) !== undefined;
  return { topic, ...(isJson && { path: "/state" }), values: { true: "online", false: "offline" } };
}
