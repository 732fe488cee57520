import type { Convention, DiscoveredThing, HeardMessages, Plain } from "./discovered-thing.ts";
import { esphome } from "./esphome.ts";
import { homeAssistant } from "./home-assistant/home-assistant.ts";
import { shelly } from "./shelly.ts";
import { tasmota } from "./tasmota.ts";
import { zigbee2mqtt } from "./zigbee2mqtt.ts";

/** All conventions; those that say more of a device come before those that may say it again. */
export const conventions: readonly Convention[] = [zigbee2mqtt, tasmota, shelly, homeAssistant, esphome];

/** Topic filters of all conventions. */
export const discoveryFilters: readonly string[] = [...new Set(conventions.flatMap(({ filters }) => filters))];

/**
 * Every device that says what it is, once: what a later convention says of topics that an earlier one reads already is passed
 * over. Each is made when it is asked for. Never throws, whatever the messages hold.
 */
export function* discoverThings(messages: HeardMessages, chosen = conventions): Generator<DiscoveredThing> {
  const readBefore = new Set<string>();
  for (const { discover } of chosen) {
    const readNow = new Set<string>();
    for (const thing of discover(messages)) {
      const topics = topicsOf(thing);
      if (topics.length > 0 && topics.every((topic) => readBefore.has(topic))) continue;
      for (const topic of topics) readNow.add(topic);
      yield thing;
    }
    for (const topic of readNow) readBefore.add(topic);
  }
}

/** Topics that a Thing's properties are read from and written to, those of its actions too. */
export function topicsOf({ keys: { from, to, properties, actions } }: DiscoveredThing): readonly string[] {
  const ends = [...Object.values(properties), ...Object.values(actions)].flatMap((affordance) => [
    affordance.from && topicIn(affordance.from, from?.topic),
    affordance.to && topicIn(affordance.to, to?.topic),
  ]);
  return ends.filter((topic) => typeof topic === "string");
}

function topicIn(end: Plain, above: Plain | undefined): Plain | undefined {
  return typeof end === "object" && end !== null && "topic" in end ? end.topic : above;
}
