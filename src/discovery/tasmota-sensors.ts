import type { DraftKeys } from "./draft-keys.ts";
import { entryOf, type JsonMap, mapOf, numberOf, textOf } from "./read-message.ts";
import { unitOf } from "./unit-of.ts";

/** Units of what Tasmota measures, by the last name on its way; `TempUnit` and the like say the others. */
const units: Readonly<Record<string, string>> = {
  Humidity: "%RH",
  Voltage: "V",
  Current: "A",
  Power: "W",
  ApparentPower: "VA",
  ReactivePower: "var",
  Frequency: "Hz",
  Total: "kWh",
  Today: "kWh",
  Yesterday: "kWh",
  Illuminance: "lx",
  CarbonDioxide: "ppm",
  eCO2: "ppm",
  TVOC: "ppb",
  Distance: "cm",
};
/** What says when, which or how, and not how much. */
const noMeasures = new Set(["Time", "Id", "Address", "TotalStartTime", "TempUnit", "PressureUnit", "SpeedUnit"]);
const deepest = 4;

/** Every number that the model of a `SENSOR` message holds becomes a property. */
export function addTasmotaSensors(model: JsonMap, topic: string, keys: DraftKeys): void {
  const said: Readonly<Record<string, string | undefined>> = {
    Temperature: unitOf(model.TempUnit),
    DewPoint: unitOf(model.TempUnit),
    Pressure: unitOf(model.PressureUnit),
    SeaPressure: unitOf(model.PressureUnit),
  };
  function walk(data: unknown, way: readonly string[]): void {
    const last = way.at(-1) ?? "";
    if (noMeasures.has(last) || way.length > deepest) return;
    const inner = Array.isArray(data)
      ? data.map((entry, at) => [String(at), entry] as const)
      : Object.entries(mapOf(data));
    for (const [name, entry] of inner.slice(0, 100)) walk(entry, [...way, name]);
    if (inner.length > 0 || way.length === 0) return;
    if (numberOf(data) === undefined) {
      if (textOf(data) !== undefined) keys.leaveOut(way.join(" "), "text; give it `values` or `enum` by hand");
      return;
    }
    const named = /^\d+$/.test(last) ? (way.at(-2) ?? last) : last;
    const unit = entryOf(said, named) ?? entryOf(units, named);
    const path = way.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    keys.property(nameOf(way), {
      type: "number",
      ...(unit !== undefined && { unit }),
      from: { topic, path, optional: true },
    });
  }
  walk(model, []);
}

/** `ENERGY Power` is power, what one meter alone has measured energy: only other chips need their names. */
function nameOf(way: readonly string[]): string {
  if (way[0] !== "ENERGY") return way.join(" ");
  const name = way
    .slice(1)
    .join(" ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return /^(total|today|yesterday)/.test(name) ? `energy ${name}` : name;
}
