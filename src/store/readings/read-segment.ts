import type { LogEntry } from "../../core/store-ports.ts";
import type { PackedReading } from "./packed-reading.ts";
import type { ReadingParts } from "./reading-parts.ts";
import type { Segment } from "./segment-rows.ts";
import { unpackReadings } from "./unpack-readings.ts";

/** The readings of one row, of all series or of those wanted; undefined when they are not what was written. */
export function readSegment(
  { segments, series }: Pick<ReadingParts, "segments" | "series">,
  segment: Segment,
  isWanted?: (series: number) => boolean,
): readonly PackedReading[] | undefined {
  if (segment.isSound && segment.count === 0) return [];
  const data = segments.data(segment);
  if (data === undefined) return undefined;
  try {
    return unpackReadings(data, segment.first, (id) => series.get(id)?.scale ?? 0, isWanted);
  } catch {
    return undefined;
  }
}

/** undefined when nobody knows any more which property it is of. */
export function logEntryOf(
  { series, boots }: Pick<ReadingParts, "series" | "boots">,
  reading: PackedReading,
): LogEntry | undefined {
  const of = series.get(reading.series);
  if (of === undefined) return undefined;
  const { path, type, unit, scale } = of;
  const { position, quality, value } = reading;
  const { at, time } = boots.told(reading.at);
  const entry = { position, path, type, unit, scale, value, quality, at };
  return time === undefined ? entry : { ...entry, time };
}
