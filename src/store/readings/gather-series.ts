import { layBySeries } from "./lay-by-series.ts";
import { mergeGroups } from "./merge-groups.ts";
import type { PackedReading } from "./packed-reading.ts";
import { fullSegment, putSegment } from "./put-segment.ts";
import { readOrQuarantine } from "./quarantine-segment.ts";
import { changeReadings, coveredThrough, type ReadingParts } from "./reading-parts.ts";
import type { Segment } from "./segment-rows.ts";

/** Most segments gathered at once: memory holds their readings while that lasts. */
const mostSegments = 12;
/** From then on even the newest readings are worth a segment of their own. */
const manyInGroups = 1500;
/** With so many readings of each series in a segment, gathering would save little. */
const manyOfEach = 128;

/**
 * Lays the oldest readings that wait together by series, in the order of recording within each, so that an event holds many readings of few
 * properties in place of a few of all: what every property costs in an event is paid once. Does nothing where it would not help.
 * Returns up to which position nothing more is to be gathered.
 */
export function gatherSeries(parts: ReadingParts): number {
  const covered = coveredThrough(parts);
  if (parts.counts.groups.count >= manyInGroups && parts.segments.from(covered + 1, 2)[1]?.table !== "segments")
    mergeGroups(parts);
  const found = parts.segments.from(covered + 1, mostSegments);
  const end = found.findIndex(({ table, isSound }) => table !== "segments" || !isSound);
  const rows = end === -1 ? found : found.slice(0, end);
  const last = rows.at(-1)?.last ?? covered;
  const held: (readonly PackedReading[])[] = [];
  for (const row of rows.toReversed()) {
    const readings = readOrQuarantine(parts, row);
    // The rows around it changed.
    if (readings === undefined) return covered;
    // The oldest may have been gathered before; the newest tells.
    if (held.length === 0 && readings.length > 0 && !isScattered(readings)) return last;
    held.unshift(readings);
  }
  relay(parts, rows, held.flat(), covered);
  // Positions mean something else from here on: an older state of the file must not come back with a newer cursor.
  parts.database.emptyLog();
  return last;
}

function isScattered(readings: readonly PackedReading[]): boolean {
  return readings.length < manyOfEach * new Set(readings.map(({ series }) => series)).size;
}

/** One transaction: after a crash all of them lie as before, or all anew. */
function relay(
  parts: ReadingParts,
  rows: readonly Segment[],
  readings: readonly PackedReading[],
  covered: number,
): void {
  const { segments, series } = parts;
  const [first] = rows;
  const end = rows.at(-1)?.last ?? covered;
  const sent = readings.filter(({ position }) => position <= covered);
  const { readings: waiting } = layBySeries(
    readings.filter(({ position }) => position > covered),
    "ids",
  );
  if (first === undefined || waiting.length === 0) return;
  changeReadings(parts, () => {
    for (const row of rows) segments.remove(row);
    const begin = Math.max(first.first, covered + 1);
    if (first.first < begin) {
      putSegment(segments, series, { table: "segments", first: first.first, last: begin - 1 }, sent);
    }
    for (let place = 0; place < waiting.length; place += fullSegment) {
      const part = waiting.slice(place, place + fullSegment).map(
        ({ series, at, quality, value }, index): PackedReading => ({
          position: begin + place + index,
          series,
          at,
          quality,
          value,
        }),
      );
      const isLast = place + fullSegment >= waiting.length;
      const last = isLast ? end : begin + place + part.length - 1;
      putSegment(segments, series, { table: "segments", first: begin + place, last }, part);
    }
    return [];
  });
}
