import type { Machine } from "../../core/machine.ts";
import { type ListedSensor, listKernelSensors } from "../list-kernel-sensors.ts";

/** What the kernel has of sensors, each with the binding that reads it. */
export async function sensorLines(machine: Machine, isJson: boolean): Promise<readonly string[]> {
  const sensors = await listKernelSensors(machine);
  return sensors.map((sensor) => {
    const { of, name, device, channels, text } = sensor;
    if (isJson) return JSON.stringify({ sensor: name, as: of, device, channels: channels?.split(", ") ?? [] });
    const binding = sensorBinding(sensor, sensors, channels?.split(", ")[0]);
    return `${text}: \`from: { ${binding} }\` of a connection of type kernel`;
  });
}

/** The keys of a `from` that reads a channel of a sensor, which are not the same for one of several of its kind. */
export function sensorBinding(sensor: ListedSensor, all: readonly ListedSensor[], channel: string | undefined): string {
  const { of, name, device } = sensor;
  const isAlone = all.filter((other) => other.of === of && other.name === name).length === 1;
  const keys = [`as: ${of}`, `${of === "power" ? "supply" : "sensor"}: ${quoted(name)}`];
  if (!isAlone && of !== "power") keys.push(`device: ${quoted(device)}`);
  if (channel !== undefined) keys.push(`channel: ${channel}`);
  if (of === "power") keys.push("figure: capacity");
  return keys.join(", ");
}

/** Plain where no reader of YAML takes it for anything else. */
function quoted(text: string): string {
  return /^[A-Za-z][\w.-]*$|^[0-9a-f]{2}-[0-9a-f]{12}$|^\d+-\d{4}$/.test(text) ? text : JSON.stringify(text);
}
