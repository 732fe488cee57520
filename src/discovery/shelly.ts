import type { Convention, DiscoveredThing, HeardMessages } from "./discovered-thing.ts";
import { DraftKeys } from "./draft-keys.ts";
import { mapOf, readMessage, topicOf } from "./read-message.ts";
import { addShellyComponent } from "./shelly-components.ts";

/** Devices that are looked at. */
const most = 1000;

/**
 * Shelly from its second generation on: `<prefix>/online`, and `<prefix>/status/<component>:<number>` with the component's status as its
 * RPC has it (Shelly API, generation 2, MQTT: generic status updates).
 */
export const shelly: Convention = {
  name: "shelly",
  filters: ["+/online", "+/status/+"],
  *discover(messages) {
    const prefixes = Map.groupBy(messages.keys(), (topic) => prefixOf(topic, messages));
    prefixes.delete(undefined);
    for (const [prefix = "", topics] of [...prefixes].slice(0, most))
      yield thingOf(prefix, topics.slice(0, 100).sort(), messages);
  },
};

function prefixOf(topic: string, messages: HeardMessages): string | undefined {
  const prefix = /^([^/]+)\/status\/[a-z0-9_]+:\d{1,4}$/.exec(topic)?.[1];
  return /^(true|false)$/.test(messages.get(`${prefix}/online`) ?? "") ? prefix : undefined;
}

function thingOf(prefix: string, topics: readonly string[], messages: HeardMessages): DiscoveredThing {
  const keys = new DraftKeys();
  for (const topic of topics) {
    const component = topic.slice(`${prefix}/status/`.length);
    const [kind = "", number] = component.split(":");
    const isOnly = topics.filter((other) => other.startsWith(`${prefix}/status/${kind}:`)).length === 1;
    const status = mapOf(readMessage(messages.get(topic)));
    if (topicOf(topic) === undefined) continue;
    addShellyComponent({ prefix, component, kind, name: isOnly ? "" : `_${number}`, status, keys });
  }
  // What runs on a battery sleeps, and is not online then.
  const isAsleep = topics.some((topic) => topic.includes("/status/devicepower:"));
  const available = { topic: `${prefix}/online`, values: { true: "true", false: "false" } };
  // What is made of `<model>-<MAC>` unless somebody named it otherwise.
  const model = /^(shelly\w+)-[0-9a-f]{12}$/i.exec(prefix)?.[1] ?? "";
  return {
    convention: "shelly",
    name: prefix.slice(0, 100),
    model,
    keys: keys.keys(isAsleep ? {} : { available }),
    unmapped: keys.unmapped,
  };
}
