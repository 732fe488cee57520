import type { Convention, DiscoveredThing, HeardMessages, PlainMap } from "./discovered-thing.ts";
import { DraftKeys } from "./draft-keys.ts";
import { type JsonMap, listOf, mapOf, readMessage, textOf, topicOf } from "./read-message.ts";
import { addTasmotaSensors } from "./tasmota-sensors.ts";

/** Devices that are looked at. */
const most = 1000;
/** Relays of one device (Tasmota, 32 relays). */
const mostRelays = 32;

/**
 * Tasmota's own discovery: `tasmota/discovery/<MAC>/config` says topics, relays and words, `…/sensors` what `SENSOR` holds
 * (Tasmota, MQTT; SetOption19 0).
 */
export const tasmota: Convention = {
  name: "tasmota",
  filters: ["tasmota/discovery/+/config", "tasmota/discovery/+/sensors"],
  *discover(messages) {
    const configs = [...messages].filter(([topic]) => /^tasmota\/discovery\/[^/]+\/config$/.test(topic));
    for (const [topic, text] of configs.slice(0, most)) {
      const thing = thingOf(topic, mapOf(readMessage(text)), messages);
      if (thing !== undefined) yield thing;
    }
  },
};

function thingOf(at: string, config: JsonMap, messages: HeardMessages): DiscoveredThing | undefined {
  const keys = new DraftKeys();
  const topics = topicsOf(config);
  if (topics === undefined) return undefined;
  addRelays(config, topics, keys);
  const sensors = mapOf(readMessage(messages.get(at.replace(/config$/, "sensors"))));
  const sensor = topicOf(`${topics.tele}SENSOR`);
  if (sensor !== undefined) addTasmotaSensors(mapOf(sensors.sn), sensor, keys);
  const address = textOf(config.mac, 32);
  const lastWill = topicOf(`${topics.tele}LWT`);
  const words = { true: textOf(config.onln) ?? "Online", false: textOf(config.ofln) ?? "Offline" };
  const name = textOf(config.dn, 100) ?? textOf(config.t, 100) ?? at;
  const available = lastWill !== undefined &&
    words.true !== words.false && { available: { topic: lastWill, values: words } };
  return {
    convention: "tasmota",
    name,
    ...(address !== undefined && { device: address }),
    model: textOf(config.md, 100) ?? "",
    keys: keys.keys({ ...available }),
    unmapped: keys.unmapped,
  };
}

/** The beginnings of its topics, with the slash. */
interface Topics {
  readonly cmnd: string;
  readonly stat: string;
  readonly tele: string;
}

function topicsOf(config: JsonMap): Topics | undefined {
  const [cmnd, stat, tele] = listOf(config.tp).map((prefix) => textOf(prefix, 100));
  const full = textOf(config.ft, 200);
  const topic = textOf(config.t, 100);
  if (cmnd === undefined || stat === undefined || tele === undefined || full === undefined || topic === undefined)
    return undefined;
  const parts: Readonly<Record<string, string>> = {
    topic,
    hostname: textOf(config.hn, 100) ?? "",
    id: (textOf(config.mac, 32) ?? "").slice(-6),
  };
  const fill = (prefix: string): string =>
    full.replace(/%(prefix|topic|hostname|id)%/g, (_whole, part: string) =>
      part === "prefix" ? prefix : (parts[part] ?? ""),
    );
  const topics = { cmnd: fill(cmnd), stat: fill(stat), tele: fill(tele) };
  return Object.values(topics).every((text) => topicOf(`${text}POWER32`) !== undefined) ? topics : undefined;
}

/** `rl`: 1 is a relay, 2 a light, 3 one of the two of a shutter. */
function addRelays(config: JsonMap, topics: Topics, keys: DraftKeys): void {
  const relays = listOf(config.rl).slice(0, mostRelays);
  const count = relays.filter((relay) => relay !== 0).length;
  const [off = "OFF", on = "ON"] = listOf(config.state).map((word) => textOf(word, 50));
  const values = { true: on, false: off };
  const names = listOf(config.fn);
  for (const [at, relay] of relays.entries()) {
    const power = count > 1 || mapOf(config.so)["26"] === 1 ? `POWER${at + 1}` : "POWER";
    if (relay === 3) keys.leaveOut(power, "a shutter's relay; two that must never be on together need `not_with`");
    if (relay !== 1 && relay !== 2) continue;
    const name = count > 1 ? (textOf(names[at], 100) ?? power) : "relay";
    keys.property(name, { type: "boolean", labels: { true: "on", false: "off" }, ...relayEnds(topics, power, values) });
    if (relay === 2) addDimmer(name, topics, keys);
  }
}

function relayEnds(topics: Topics, power: string, values: PlainMap): PlainMap {
  return {
    from: { topic: `${topics.stat}${power}`, values, request_topic: `${topics.cmnd}${power}` },
    to: { topic: `${topics.cmnd}${power}`, values, safe_value: null },
    read_back: { within: "10s" },
  };
}

function addDimmer(name: string, { cmnd, stat }: Topics, keys: DraftKeys): void {
  keys.property(name === "relay" ? "brightness" : `${name} brightness`, {
    type: "integer",
    unit: "%",
    minimum: 0,
    maximum: 100,
    from: { topic: `${stat}RESULT`, path: "/Dimmer", optional: true, request_topic: `${cmnd}Dimmer` },
    to: { topic: `${cmnd}Dimmer`, safe_value: null },
    read_back: { within: "10s" },
  });
  keys.leaveOut(`${name} (colour)`, "only power and brightness of a light are taken");
}
