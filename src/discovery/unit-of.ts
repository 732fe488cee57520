import { isUnit } from "../core/unit.ts";

/** How devices write units that the configuration knows by another name. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ["C", "°C"],
  ["ºC", "°C"],
  ["F", "°F"],
  ["ºF", "°F"],
  ["Lux", "lx"],
  ["lux", "lx"],
  ["L", "l"],
  ["L/min", "l/min"],
  ["L/h", "l/h"],
  ["mbar", "hPa"],
  ["ug/m³", "µg/m³"],
  ["minutes", "min"],
  ["seconds", "s"],
  ["hours", "h"],
  ["days", "d"],
  ["rpm", "rpm"],
]);

/** The unit as the configuration has it; undefined where it has none of that name. */
export function unitOf(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  // The Greek letter and the sign for micro look the same.
  const plain = text.trim().replaceAll("\u03bc", "µ");
  const name = otherNames.get(plain) ?? plain;
  return isUnit(name) && name !== "C" && name !== "F" ? name : undefined;
}
