import type { PlainMap } from "../discovered-thing.ts";
import { listOf, numberOf } from "../read-message.ts";
import { unitOf } from "../unit-of.ts";
import { booleanValues, confirmed, type Entity, enumOf, readFrom, word, writeTo } from "./entity.ts";

const onOff = { true: "on", false: "off" } as const;

/** Entities that can be commanded. Whoever takes them over says what they are set to when nobody watches: `safe_value`. */
export const outputComponents: Readonly<Record<string, (entity: Entity) => void>> = {
  switch: (entity) => addSwitch(entity, readFrom(entity)),
  siren: (entity) => addSwitch(entity, readFrom(entity)),
  light: addLight,

  fan(entity) {
    addSwitch(entity, readFrom(entity, "state_topic", "state_value_template"));
    const from = readFrom(entity, "percentage_state_topic", "percentage_value_template");
    const to = writeTo(entity, "percentage_command_topic", "percentage_command_template");
    const [minimum, maximum] = [
      numberOf(entity.config.speed_range_min) ?? 1,
      numberOf(entity.config.speed_range_max) ?? 100,
    ];
    if (from ?? to)
      entity.keys.property(`${entity.name} speed`, {
        type: "number",
        minimum: Math.min(0, minimum),
        maximum,
        ...confirmed(from, to),
      });
  },

  lock(entity) {
    const from = readFrom(entity);
    const to = writeTo(entity);
    const locked =
      from && booleanValues(from, word(entity, "state_locked", "LOCKED"), word(entity, "state_unlocked", "UNLOCKED"));
    const command = to && {
      ...to,
      values: { true: word(entity, "payload_lock", "LOCK"), false: word(entity, "payload_unlock", "UNLOCK") },
    };
    if (locked ?? command) {
      entity.keys.property(`${entity.name} locked`, {
        type: "boolean",
        labels: { true: "locked", false: "unlocked" },
        ...(command && { critical: true }),
        ...confirmed(locked, command),
      });
    }
  },

  number(entity) {
    const { config } = entity;
    const unit = unitOf(config.unit_of_measurement);
    const { minimum, maximum } = boundsOf(numberOf(config.min) ?? 1, numberOf(config.max) ?? 100);
    const ends = confirmed(readFrom(entity), writeTo(entity));
    if (ends.from ?? ends.to) {
      entity.keys.property(entity.name, {
        type: "number",
        ...(unit !== undefined && { unit }),
        minimum,
        maximum,
        ...ends,
      });
    }
  },

  select(entity) {
    const words = enumOf(listOf(entity.config.options));
    const ends = confirmed(readFrom(entity), words && writeTo(entity));
    if (words === undefined) entity.keys.leaveOut(entity.name, "it has no options, or more than 100");
    else if (ends.from ?? ends.to) entity.keys.property(entity.name, { type: "string", enum: words, ...ends });
  },

  button(entity) {
    const to = writeTo(entity);
    if (to !== undefined)
      entity.keys.action(entity.name, { to: { ...to, value: String(word(entity, "payload_press", "PRESS")) } });
  },

  cover: addCover,
};

function addSwitch(entity: Entity, from: PlainMap | undefined, wanted = entity.name): void {
  const to = writeTo(entity);
  const [on, off] = [word(entity, "payload_on", "ON"), word(entity, "payload_off", "OFF")];
  const { state_on: stateOn, state_off: stateOff } = entity.config;
  const read =
    from &&
    booleanValues(
      from,
      stateOn === undefined ? on : word(entity, "state_on", "ON"),
      stateOff === undefined ? off : word(entity, "state_off", "OFF"),
    );
  const ends = confirmed(read, to && { ...to, values: { true: on, false: off } });
  if (ends.from ?? ends.to) entity.keys.property(wanted, { type: "boolean", labels: onOff, ...ends });
}

function addLight(entity: Entity): void {
  const { config, keys, name } = entity;
  const scale = numberOf(config.brightness_scale) ?? 255;
  if (config.schema === "json") {
    const [from, to] = [readFrom(entity), writeTo(entity)];
    const at = (path: string, values?: PlainMap): PlainMap =>
      confirmed(
        from && { ...from, path, optional: true, ...(values && { values }) },
        to && { ...to, path, ...(values && { values }) },
      );
    if (from === undefined && to === undefined) return;
    keys.property(name, { type: "boolean", labels: onOff, ...at("/state", { true: "ON", false: "OFF" }) });
    if (config.brightness === true) {
      keys.property(`${name} brightness`, {
        type: "number",
        decimals: 0,
        minimum: 0,
        maximum: scale,
        ...at("/brightness"),
      });
    }
  } else if (config.schema === "template") keys.leaveOut(name, "a light of templates, which are programs; none is run");
  else {
    addSwitch(entity, readFrom(entity, "state_topic", "state_value_template"));
    const ends = confirmed(
      readFrom(entity, "brightness_state_topic", "brightness_value_template"),
      writeTo(entity, "brightness_command_topic", "brightness_template"),
    );
    if (ends.from ?? ends.to) {
      keys.property(`${name} brightness`, { type: "number", decimals: 0, minimum: 0, maximum: scale, ...ends });
    }
  }
}

/** What it is doing, where it stands, and an action for each way it can be moved. */
function addCover(entity: Entity): void {
  const { keys, name } = entity;
  const said = ["open", "opening", "closed", "closing", "stopped"].map((state) =>
    word(entity, `state_${state}`, state),
  );
  const from = readFrom(entity);
  const words = enumOf(said);
  if (from !== undefined && words !== undefined) keys.property(name, { type: "string", enum: words, from });
  const position = confirmed(
    readFrom(entity, "position_topic", "position_template"),
    writeTo(entity, "set_position_topic", "set_position_template"),
  );
  const open = numberOf(entity.config.position_open) ?? 100;
  const { minimum, maximum } = boundsOf(numberOf(entity.config.position_closed) ?? 0, open);
  if (position.from ?? position.to)
    keys.property(`${name} position`, { type: "number", decimals: 0, minimum, maximum, ...position });
  const to = writeTo(entity, "command_topic", "none");
  for (const way of ["open", "close", "stop"]) {
    if (to === undefined || entity.config[`payload_${way}`] === null) continue;
    const value = String(word(entity, `payload_${way}`, way.toUpperCase()));
    keys.action(way === "stop" ? `${name} halt` : `${name} ${way}`, { to: { ...to, value } });
  }
}

function boundsOf(one: number, other: number): { readonly minimum: number; readonly maximum: number } {
  return { minimum: Math.min(one, other), maximum: Math.max(one, other) };
}
