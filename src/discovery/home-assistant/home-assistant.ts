import type { Convention, DiscoveredThing, HeardMessages, PlainMap } from "../discovered-thing.ts";
import { DraftKeys } from "../draft-keys.ts";
import { type JsonMap, listOf, mapOf, readMessage, textOf, topicOf } from "../read-message.ts";
import { climateComponents } from "./climate-components.ts";
import { type Entity, word } from "./entity.ts";
import { expandWords } from "./expand-words.ts";
import { outputComponents } from "./output-components.ts";
import { sensorComponents } from "./sensor-components.ts";
import { valueTemplate } from "./value-template.ts";

/** Devices and entities that are looked at; a house has some hundreds. */
const most = 2000;

const components: Readonly<Record<string, (entity: Entity) => void>> = {
  ...sensorComponents,
  ...outputComponents,
  ...climateComponents,
};

/**
 * Home Assistant's MQTT discovery: one message per entity, `homeassistant/<component>/[<node>/]<object>/config`, or one per device,
 * `homeassistant/device/<object>/config` (Home Assistant, integrations, MQTT, discovery).
 */
export const homeAssistant: Convention = {
  name: "home-assistant",
  filters: ["homeassistant/+/+/config", "homeassistant/+/+/+/config"],
  *discover(messages) {
    const devices = new Map<string, Said[]>();
    let count = 0;
    for (const said of saidOf(messages)) {
      count += 1;
      if (count > most) break;
      const entities = devices.get(said.device) ?? [];
      entities.push(said);
      devices.set(said.device, entities);
    }
    for (const entities of devices.values()) {
      const thing = thingOf(entities);
      if (thing !== undefined) yield thing;
    }
  },
};

/** One entity as a message has it. */
interface Said {
  /** Something that is the same for all entities of one device. */
  readonly device: string;
  readonly component: string;
  readonly object: string;
  readonly config: JsonMap;
}

function* saidOf(messages: HeardMessages): Generator<Said> {
  for (const [topic, text] of messages) {
    const [, component, ...rest] = topic.split("/");
    if (!topic.startsWith("homeassistant/") || component === undefined || rest.pop() !== "config") continue;
    const message = mapOf(readMessage(text));
    if (Object.keys(message).length === 0) continue;
    const config = expandWords(message);
    if (component === "device") yield* entitiesOf(topic, config);
    else yield { device: identityOf(config) ?? topic, component, object: rest.at(-1) ?? "", config };
  }
}

/** What the device's message says for all goes under what it says for each. */
function* entitiesOf(topic: string, whole: JsonMap): Generator<Said> {
  const { components: parts, origin: _origin, ...shared } = whole;
  const device = identityOf(whole) ?? topic;
  for (const [object, part] of Object.entries(mapOf(parts)).slice(0, most)) {
    const { device: _none, ...own } = expandWords({ "~": whole["~"], ...mapOf(part) });
    yield { device, component: textOf(own.platform) ?? "", object, config: { ...shared, ...own } };
  }
}

function identityOf({ device }: JsonMap): string | undefined {
  const { identifiers, connections } = mapOf(device);
  const first = Array.isArray(identifiers) ? identifiers[0] : identifiers;
  if (typeof first === "string" && first !== "") return first.slice(0, 512);
  const connection = listOf(connections)[0];
  return connection === undefined ? undefined : JSON.stringify(connection).slice(0, 512);
}

function thingOf(entities: readonly Said[]): DiscoveredThing | undefined {
  const [first] = entities;
  if (first === undefined) return undefined;
  const keys = new DraftKeys();
  const device = mapOf(first.config.device);
  const name = textOf(device.name, 100) ?? textOf(first.config.name, 100) ?? first.object;
  for (const said of entities) {
    const add = Object.hasOwn(components, said.component) ? components[said.component] : undefined;
    const entity = { component: said.component, name: entityName(said, name), config: said.config, keys };
    if (add === undefined)
      keys.leaveOut(entity.name, `there is nothing here for a ${said.component || "nameless thing"}`);
    else add(entity);
  }
  if (keys.isEmpty && keys.unmapped.length === 0) return undefined;
  const available = availabilityOf(first.config, keys);
  const model = [device.manufacturer, device.model].flatMap((text) => textOf(text, 100) ?? []).join(" ");
  return {
    convention: "home-assistant",
    name,
    model,
    keys: keys.keys(available && { available }),
    unmapped: keys.unmapped,
  };
}

/** Without the device's name before it; the main one of a device has none of its own. */
function entityName({ config, component, object }: Said, device: string): string {
  const name = textOf(config.name, 200);
  const isMain = name === undefined || name === device;
  if (isMain)
    return (
      textOf(config.device_class, 100) ??
      (/sensor$|^(number|select|button)$/.test(component) && object !== "" ? object : component)
    );
  return name.startsWith(`${device} `) ? name.slice(device.length + 1) : name;
}

/** Of several the last one, which is the device's own where a bridge stands before it. */
function availabilityOf(config: JsonMap, keys: DraftKeys): PlainMap | undefined {
  const list = listOf(config.availability).map(mapOf);
  const said = list.at(-1) ?? { topic: config.availability_topic, value_template: config.availability_template };
  const topic = topicOf(said.topic);
  if (topic === undefined) return undefined;
  if (list.length > 1) keys.leaveOut("availability", "there are several; only the last one is looked at");
  const template = textOf(said.value_template);
  const read = template === undefined ? { path: undefined } : valueTemplate(template);
  if (read === undefined) {
    keys.leaveOut("availability", "its template is a program, and none is run");
    return undefined;
  }
  const words = { component: "", name: "", keys, config: { ...config, ...said } };
  return {
    topic,
    ...(read.path !== undefined && { path: read.path }),
    values: {
      true: word(words, "payload_available", "online"),
      false: word(words, "payload_not_available", "offline"),
    },
  };
}
