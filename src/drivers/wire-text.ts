import { formatDecimal } from "../core/decimal.ts";
import type { Wire } from "../core/value.ts";

/** A wire value as it stands on a bus that carries text: `true`, `21.50`, `ON`. */
export function wireText(wire: Wire): string {
  if (typeof wire === "string") return wire;
  return typeof wire === "boolean" ? String(wire) : formatDecimal(wire);
}
