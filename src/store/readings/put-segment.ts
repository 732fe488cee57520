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
  const pack = packReadings(readings, place.first, (id) => series.get(id)?.scale ?? 0);
  segments.put({ ...place, count: readings.length, ...summary(series, readings) }, pack);
  return pack.length;
}

function summary(series: KnownSeries, readings: readonly PackedReading[]): Pick<NewSegment, "low" | "fromAt" | "toAt"> {
  let low = 0;
  let fromAt = readings[0]?.at ?? 0;
  let toAt = fromAt;
  for (const { series: id, at } of readings) {
    if (isLowClass(series, id)) low += 1;
    if (at < fromAt) fromAt = at;
    if (at > toAt) toAt = at;
  }
  return { low, fromAt, toAt };
}
