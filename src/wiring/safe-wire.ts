import { toWire } from "../core/convert.ts";
import type { OutputBinding, Property } from "../core/property.ts";
import type { Wire } from "../core/value.ts";

/** What stands on the wire for the `safe_value` of an output; null: it is left alone. */
export function safeWire(property: Property, { safeValue, conversion }: OutputBinding): Wire | null {
  return safeValue === null ? null : toWire(property, conversion, safeValue);
}
