import type { PackedReading } from "./packed-reading.ts";
import { fullSegment, putSegment } from "./put-segment.ts";
import { readOrQuarantine } from "./quarantine-segment.ts";
import { type Counts, changeReadings, type ReadingParts } from "./reading-parts.ts";

/** From then on rows are merged, even if a segment would not be full: so many are as slow to read as a full one. */
const mostRows = 512;
const mostBytes = 48 * 1024;

export function isMergeDue({ rows, count, bytes }: Counts["groups"]): boolean {
  return count >= fullSegment || rows >= mostRows || bytes >= mostBytes;
}

interface Merged {
  readonly first: number;
  last: number;
  readonly readings: PackedReading[];
}

/** Makes segments of all groups: each reading is written once more, in a fraction of the bytes. */
export function mergeGroups(parts: ReadingParts): void {
  const { segments, series, counts } = parts;
  const merged = readGroups(parts);
  changeReadings(parts, () => {
    for (const { first, last, readings } of merged) {
      putSegment(segments, series, { table: "segments", first, last }, readings);
    }
    segments.clearGroups();
    const remember = (): void => {
      counts.groups = { rows: 0, count: 0, bytes: 0 };
    };
    return [remember];
  });
}

function readGroups(parts: ReadingParts): readonly Merged[] {
  const merged: Merged[] = [];
  for (const group of parts.segments.groups()) {
    const readings = readOrQuarantine(parts, group);
    // The rows around it changed: all are looked up again.
    if (readings === undefined) return readGroups(parts);
    const open = merged.at(-1);
    if (open === undefined || open.readings.length >= fullSegment) {
      merged.push({ first: group.first, last: group.last, readings: [...readings] });
    } else {
      for (const reading of readings) open.readings.push(reading);
      open.last = group.last;
    }
  }
  return merged;
}
