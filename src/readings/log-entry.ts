import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { NewLogEntry } from "../core/store-ports.ts";

/**
 * A reading as it is recorded. Where the time of measurement is unknown, and where there is no fresh measurement, the
 * time at which the agent took it stands.
 */
export function logEntry(property: Property, reading: Reading): NewLogEntry {
  const { value, quality, measuredAt, takenAt } = reading;
  const isMeasured = quality === "ok" || quality === "out-of-range";
  return {
    path: property.path,
    type: property.type,
    unit: property.unit,
    scale: property.decimals,
    value,
    quality,
    at: isMeasured ? (measuredAt ?? takenAt) : takenAt,
  };
}
