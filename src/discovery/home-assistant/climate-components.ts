import type { PlainMap } from "../discovered-thing.ts";
import { listOf, numberOf } from "../read-message.ts";
import { confirmed, type Entity, enumOf, readFrom, writeTo } from "./entity.ts";

/** A thermostat: what it measures, what it shall be, and how it works; its fans, swings and presets are left out. */
export const climateComponents: Readonly<Record<string, (entity: Entity) => void>> = {
  climate(entity) {
    const { config, keys } = entity;
    const unit = config.temperature_unit === "F" ? "°F" : "°C";
    const measured = readFrom(entity, "current_temperature_topic", "current_temperature_template");
    if (measured !== undefined) keys.property("temperature", { type: "number", unit, from: measured });
    const setpoint = confirmed(
      readFrom(entity, "temperature_state_topic", "temperature_state_template"),
      writeTo(entity, "temperature_command_topic", "temperature_command_template"),
    );
    if (setpoint.from ?? setpoint.to) {
      keys.property("setpoint", { type: "number", unit, decimals: 1, ...boundsOf(entity), ...setpoint });
    }
    const words = enumOf(listOf(config.modes));
    const mode = confirmed(
      readFrom(entity, "mode_state_topic", "mode_state_template"),
      words && writeTo(entity, "mode_command_topic", "mode_command_template"),
    );
    if (mode.from ?? mode.to) {
      keys.property("mode", {
        type: "string",
        ...(words && { enum: words, ...(words.includes("off") && { off: "off" }) }),
        ...mode,
      });
    }
    const others = Object.keys(config).filter((key) =>
      /^(fan|swing|preset|aux|power|action|humidity)\w*_topic$/.test(key),
    );
    if (others.length > 0)
      keys.leaveOut(`${entity.name} (${others.join(", ")})`, "only temperatures and mode of a thermostat are taken");
  },
};

function boundsOf({ config }: Entity): PlainMap {
  const [minimum, maximum] = [numberOf(config.min_temp), numberOf(config.max_temp)];
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) return {};
  return { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}
