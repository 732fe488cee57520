import type { PlainMap } from "../discovered-thing.ts";
import { entryOf, listOf } from "../read-message.ts";
import { unitOf } from "../unit-of.ts";
import { booleanValues, type Entity, enumOf, readFrom, word } from "./entity.ts";

/** How people read the two values of a binary sensor, by its class. */
const labels: Readonly<Record<string, readonly [on: string, off: string]>> = {
  door: ["open", "closed"],
  garage_door: ["open", "closed"],
  window: ["open", "closed"],
  opening: ["open", "closed"],
  lock: ["unlocked", "locked"],
  moisture: ["wet", "dry"],
  motion: ["motion", "clear"],
  occupancy: ["occupied", "clear"],
  presence: ["home", "away"],
  smoke: ["smoke", "clear"],
  gas: ["gas", "clear"],
  tamper: ["tampered", "ok"],
  battery: ["low", "ok"],
  problem: ["problem", "ok"],
  connectivity: ["connected", "disconnected"],
};

/** Entities that are only read. */
export const sensorComponents: Readonly<Record<string, (entity: Entity) => void>> = {
  sensor(entity) {
    const from = readFrom(entity);
    if (from !== undefined) entity.keys.property(entity.name, { ...kindOf(entity), from });
  },

  binary_sensor(entity) {
    const from = readFrom(entity);
    if (from === undefined) return;
    const said = entryOf(labels, entity.config.device_class);
    const isMomentary = typeof entity.config.off_delay === "number";
    const values = booleanValues(from, word(entity, "payload_on", "ON"), word(entity, "payload_off", "OFF"));
    entity.keys.property(entity.name, {
      type: "boolean",
      ...(said && { labels: { true: said[0], false: said[1] } }),
      ...(isMomentary && { momentary: true }),
      from: values,
    });
  },

  event(entity) {
    const from = readFrom(entity);
    const words = enumOf(listOf(entity.config.event_types));
    if (from === undefined) return;
    // Home Assistant itself looks at this key of what the template gives.
    const path = `${from.path ?? ""}/event_type`;
    entity.keys.property(entity.name, {
      type: "string",
      ...(words && { enum: words }),
      momentary: true,
      from: { topic: from.topic ?? "", path, optional: true },
    });
  },
};

/** A sensor with a unit, or of a class that counts, is a number; all else is text. */
function kindOf(entity: Entity): PlainMap {
  const { config, keys, name } = entity;
  const { unit_of_measurement: said, state_class: counts, device_class: kind } = config;
  if (kind === "enum") {
    const words = enumOf(listOf(config.options));
    return { type: "string", ...(words && { enum: words }) };
  }
  const isNumber = (typeof said === "string" && said.trim() !== "") || typeof counts === "string";
  if (!isNumber) return { type: "string" };
  const unit = unitOf(said);
  if (unit === undefined && typeof said === "string" && said.trim() !== "") {
    keys.leaveOut(`${name} (unit ${said})`, "the configuration knows no such unit; its values come without one");
  }
  return { type: "number", ...(unit !== undefined && { unit }) };
}
