import type { Plain, PlainMap } from "./discovered-thing.ts";
import type { DraftKeys } from "./draft-keys.ts";
import { entryOf, type JsonMap, listOf, mapOf, numberOf, textOf } from "./read-message.ts";
import { unitOf } from "./unit-of.ts";

/** The device that exposes something. */
export interface ExposedDevice {
  /** `<base>/<friendly name>`. */
  readonly topic: string;
  /** It runs on a battery, so it answers no question and is slow to obey. */
  readonly isAsleep: boolean;
  readonly keys: DraftKeys;
}

/** Bits of `access`: in the state, can be set, can be asked for (Zigbee2MQTT, guide, usage, exposes). */
const access = { published: 1, set: 2, get: 4 };
const deepest = 4;

/** How people read the two values of what many devices have; a contact is "on" while it is open. */
const labelsOf: Readonly<Record<string, readonly [on: string, off: string]>> = {
  contact: ["open", "closed"],
  occupancy: ["occupied", "clear"],
  presence: ["present", "away"],
  water_leak: ["wet", "dry"],
  smoke: ["smoke", "clear"],
  gas: ["gas", "clear"],
  tamper: ["tampered", "ok"],
  battery_low: ["low", "ok"],
  state: ["on", "off"],
};

/** Everything that a device exposes becomes a property, or is told as left out. */
export function addZigbee2mqttExposes(exposes: readonly unknown[], device: ExposedDevice, depth = 0): void {
  for (const expose of exposes.slice(0, 300).map(mapOf)) {
    if (Array.isArray(expose.features) && expose.type !== "composite") {
      if (depth < deepest) addZigbee2mqttExposes(expose.features, device, depth + 1);
    } else addOne(expose, device);
  }
}

function addOne(expose: JsonMap, device: ExposedDevice): void {
  const name = textOf(expose.property, 100) ?? textOf(expose.name, 100);
  if (name === undefined) return;
  const kind = kindOf(expose);
  const obstacle = typeof kind === "string" ? kind : obstacleOf(expose);
  if (typeof kind === "string" || obstacle !== undefined) device.keys.leaveOut(name, obstacle ?? "");
  else {
    if (textOf(expose.unit) !== undefined && kind.unit === undefined) {
      device.keys.leaveOut(
        `${name} (unit ${expose.unit})`,
        "the configuration knows no such unit; its values come without one",
      );
    }
    device.keys.property(
      expose.type === "binary" && name === "contact" ? "open" : name,
      propertyOf(name, expose, kind, device),
    );
  }
}

function obstacleOf({ category, access: can }: JsonMap): string | undefined {
  if (category === "config") return "a setting of the device; add it by hand if it is to be changed from afar";
  const isPublished = ((numberOf(can) ?? access.published) & access.published) !== 0;
  return isPublished ? undefined : "it is never in the state; add a `to` by hand to set it";
}

function propertyOf(name: string, expose: JsonMap, kind: Kind, { topic, isAsleep }: ExposedDevice): PlainMap {
  const { values, ...description } = kind;
  const can = numberOf(expose.access) ?? access.published;
  const wire = { path: `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, ...(values && { values }) };
  const isSet = (can & access.set) !== 0 && (kind.type !== "string" || kind.enum !== undefined);
  const isAsked = isSet && (can & access.get) !== 0 && !isAsleep;
  const question = { request_topic: `${topic}/get`, request: JSON.stringify({ [name]: "" }) };
  return {
    ...description,
    ...(name === "action" && { momentary: true }),
    ...(expose.category === "diagnostic" && { report: { at_most_every: "10m" } }),
    from: { ...wire, ...(isAsked && question) },
    ...(isSet && { to: { ...wire, safe_value: null }, read_back: { within: isAsleep ? "2m" : "10s" } }),
  };
}

type Kind = PlainMap & { readonly type: string; readonly values?: PlainMap };

/** What a property of it is, `values` beside; a text: why there is none. */
function kindOf(expose: JsonMap): Kind | string {
  switch (expose.type) {
    case "numeric": {
      const unit = unitOf(expose.unit);
      return { type: "number", ...(unit !== undefined && { unit }), ...boundsOf(expose) };
    }
    case "binary": {
      const [on, off] = [wordOf(expose.value_on), wordOf(expose.value_off)];
      if (on === undefined || off === undefined || on === off) return "it does not say how its two values are written";
      const labels = on === "LOCK" ? undefined : entryOf(labelsOf, expose.name);
      return {
        type: "boolean",
        ...(labels && { labels: { true: labels[0], false: labels[1] } }),
        values: { true: on, false: off },
      };
    }
    case "enum": {
      const words = listOf(expose.values).flatMap((word) => textOf(word, 100) ?? []);
      if (words.length === 0 || words.length > 100) return "it has no list of words, or more than 100";
      return { type: "string", enum: [...new Set(words)] };
    }
    case "text":
      return { type: "string" };
    case "composite":
      return "several values that are set as one; add a `path` for each that is to be read";
    default:
      return `there is nothing here for a ${textOf(expose.type, 50) ?? "value without a type"}`;
  }
}

function wordOf(data: unknown): Plain | undefined {
  return typeof data === "boolean" ? data : (textOf(data, 100) ?? numberOf(data));
}

function boundsOf(expose: JsonMap): PlainMap {
  const [minimum, maximum] = [numberOf(expose.value_min), numberOf(expose.value_max)];
  const step = numberOf(expose.value_step);
  const decimals = step === undefined ? undefined : (String(step).split(".")[1]?.length ?? 0);
  return {
    ...(minimum !== undefined && maximum !== undefined && minimum <= maximum && { minimum, maximum }),
    ...(decimals !== undefined && decimals <= 9 && { decimals }),
  };
}
