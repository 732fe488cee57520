import type { Convention, DiscoveredThing, HeardMessages, PlainMap } from "./discovered-thing.ts";
import { DraftKeys } from "./draft-keys.ts";
import { mapOf, readMessage, textOf, topicOf } from "./read-message.ts";

/** Devices, and entities of one, that are looked at. */
const most = 1000;
const onOff = { true: "ON", false: "OFF" } as const;

/**
 * ESPHome without Home Assistant's discovery: `<prefix>/status`, and `<prefix>/<domain>/<id>/state` and `…/command` in plain text
 * (ESPHome, MQTT client component). Units are nowhere in it.
 */
export const esphome: Convention = {
  name: "esphome",
  filters: ["esphome/discover/+", "+/status", "+/+/+/state"],
  *discover(messages) {
    const prefixes = Map.groupBy(messages.keys(), (topic) => prefixOf(topic, messages));
    prefixes.delete(undefined);
    for (const [prefix = "", topics] of [...prefixes].slice(0, most))
      yield thingOf(prefix, topics.slice(0, most).sort(), messages);
  },
};

function prefixOf(topic: string, messages: HeardMessages): string | undefined {
  const [prefix = "", domain = "", , last, more] = topic.split("/", 5);
  // There stands what others say to Home Assistant, with its own birth message at `homeassistant/status`.
  if (prefix === "homeassistant" || last !== "state" || more !== undefined || !Object.hasOwn(domains, domain))
    return undefined;
  return /^(online|offline)$/.test(messages.get(`${prefix}/status`) ?? "") ? prefix : undefined;
}

function thingOf(prefix: string, topics: readonly string[], messages: HeardMessages): DiscoveredThing {
  const keys = new DraftKeys();
  for (const topic of topics) {
    const [, domain = "", whole = ""] = topic.split("/");
    const id = whole.startsWith(`${prefix}_`) ? whole.slice(prefix.length + 1) : whole;
    if (topicOf(topic) === undefined) continue;
    const add = domains[domain];
    if (add === undefined)
      keys.leaveOut(`${domain} ${id}`, `only what a ${domain} is by Home Assistant's discovery can be taken`);
    else add({ id, keys, state: topic, command: topic.replace(/state$/, "command"), said: messages.get(topic) ?? "" });
  }
  const about = mapOf(readMessage(messages.get(`esphome/discover/${prefix}`)));
  return {
    convention: "esphome",
    name: textOf(about.friendly_name, 100) ?? prefix.slice(0, 100),
    model: textOf(about.board, 100) ?? "",
    keys: keys.keys({ available: { topic: `${prefix}/status`, values: { true: "online", false: "offline" } } }),
    unmapped: keys.unmapped,
  };
}

interface Entity {
  readonly id: string;
  readonly keys: DraftKeys;
  readonly state: string;
  readonly command: string;
  /** The state that was heard. */
  readonly said: string;
}

/** What an entity of a domain becomes; undefined: it says too little of itself. */
const domains: Readonly<Record<string, ((entity: Entity) => void) | undefined>> = {
  sensor: ({ id, keys, state, said }) => {
    const isNumber = /^(-?\d+(\.\d+)?|nan)$/i.test(said.trim());
    keys.property(id, { type: isNumber ? "number" : "string", from: { topic: state } });
    if (isNumber) keys.leaveOut(`${id} (unit)`, "plain topics say none; give it `unit` by hand");
  },
  text_sensor: ({ id, keys, state }) => void keys.property(id, { type: "string", from: { topic: state } }),
  binary_sensor: ({ id, keys, state }) =>
    void keys.property(id, { type: "boolean", from: { topic: state, values: onOff } }),
  switch: (entity) => addSwitch(entity, { values: onOff }),
  fan: (entity) => addSwitch(entity, { values: onOff }),
  light: (entity) => addSwitch(entity, { path: "/state", values: onOff }),
  number: ({ id, keys, state }) => {
    keys.property(id, { type: "number", from: { topic: state } });
    keys.leaveOut(`${id} (command)`, "plain topics say no bounds; give it `to`, `minimum` and `maximum` by hand");
  },
  select: ({ id, keys, state }) => {
    keys.property(id, { type: "string", from: { topic: state } });
    keys.leaveOut(`${id} (command)`, "plain topics do not say which words there are; give it `to` and `enum` by hand");
  },
  lock: ({ id, keys, state, command }) =>
    void keys.property(id, {
      type: "boolean",
      labels: { true: "locked", false: "unlocked" },
      critical: true,
      from: { topic: state, values: { true: "LOCKED", false: "UNLOCKED" } },
      to: { topic: command, values: { true: "LOCK", false: "UNLOCK" }, safe_value: null },
      read_back: { within: "10s" },
    }),
  cover: undefined,
  climate: undefined,
  valve: undefined,
};

function addSwitch({ id, keys, state, command }: Entity, wire: PlainMap): void {
  keys.property(id, {
    type: "boolean",
    labels: { true: "on", false: "off" },
    from: { topic: state, ...wire, ...("path" in wire && { optional: true }) },
    to: { topic: command, ...wire, safe_value: null },
    read_back: { within: "10s" },
  });
}
