import { packReadings } from "./pack-readings.ts";
import type { PackedReading } from "./packed-reading.ts";
import type { NewSegment, SegmentRows } from "./segment-rows.ts";
import type { KnownSeries } from "./series-rows.ts";

/** So many readings make a segment: more would save little and cost memory whenever one is read. */
export const fullSegment = 4096;

/**
 * Where there is no room for all, numbers are given up before booleans and texts: a lost number has neighbours that tell nearly the
 * same, that a door was opened is told once.
 */
export function isLowClass(series: KnownSeries, id: number): boolean {
  const type = series.get(id)?.type;
  return type !== "boolean" && type !== "string";
}

/** Writes readings as one row and returns the length of their pack. Inside a transaction. */
export function putSegment(
  segments: SegmentRows,
  series: KnownSeries,
  place: Pick<NewSegment, "table" | "first" | "last">,
  readings: readonly PackedReading[],
): number {
  const times = readings.map(({ at }) => at);
  const pack = packReadings(readings, place.first, (id) => series.get(id)?.scale ?? 0);
  segments.put(
    {
      ...place,
      count: readings.length,
      low: readings.filter((reading) => isLowClass(series, reading.series)).length,
      fromAt: readings.length === 0 ? 0 : Math.min(...times),
      toAt: readings.length === 0 ? 0 : Math.max(...times),
    },
    pack,
  );
  return pack.length;
}
