import type { Wire } from "../core/value.ts";
import { wireText } from "./wire-text.ts";

/** How a value is dressed for the bus: as the smallest JSON object, in a text, or bare. */
export interface PayloadSettings {
  /** JSON Pointer (RFC 6901); every step becomes an object's key. */
  readonly path?: string;
  /** A text with `{value}` in it. */
  readonly payload?: string;
}

/** Builds payloads. With `path`, numbers keep their exact digits: `/a/b` and 21.50 give `{"a":{"b":21.50}}`. */
export function compilePayload({ path, payload }: PayloadSettings): (wire: Wire) => string {
  if (path !== undefined) {
    const keys = path.split("/").slice(1).map(unescapeStep);
    return (wire) => keys.reduceRight((inner, key) => `{${JSON.stringify(key)}:${inner}}`, jsonText(wire));
  }
  if (payload !== undefined) return (wire) => payload.split("{value}").join(wireText(wire));
  return wireText;
}

function unescapeStep(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

function jsonText(wire: Wire): string {
  return typeof wire === "string" ? JSON.stringify(wire) : wireText(wire);
}
