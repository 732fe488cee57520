import type { LogEntry } from "../../core/store-ports.ts";
import { giveUpReadings } from "./give-up-readings.ts";
import type { PackedReading } from "./packed-reading.ts";
import { readOrQuarantine } from "./quarantine-segment.ts";
import { logEntryOf } from "./read-segment.ts";
import type { ReadingParts } from "./reading-parts.ts";
import type { Segment } from "./segment-rows.ts";

/** Most rows looked up at once. */
const page = 64;

/** The first readings after that position, in order. What is damaged is put aside on the way, and never comes out. */
export function readAfter(parts: ReadingParts, position: number, limit: number): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  let next = position + 1;
  while (entries.length < limit) {
    const found = parts.segments.from(next, Math.min(page, limit));
    if (found.length === 0) break;
    for (const segment of found) {
      const readings = readOrQuarantine(parts, segment);
      // The rows around it changed: they are looked up again.
      if (readings === undefined) break;
      takeKnown(parts, segment, readings, next - 1, entries);
      next = segment.last + 1;
      if (entries.length >= limit) break;
    }
  }
  return entries.slice(0, limit);
}

function takeKnown(
  parts: ReadingParts,
  segment: Segment,
  readings: readonly PackedReading[],
  position: number,
  into: LogEntry[],
): void {
  let isComplete = true;
  for (const reading of readings) {
    if (reading.position <= position) continue;
    const entry = logEntryOf(parts, reading);
    if (entry === undefined) isComplete = false;
    else into.push(entry);
  }
  if (isComplete) return;
  const isKnown = ({ series }: PackedReading) => parts.series.get(series) !== undefined;
  const lost = giveUpReadings(parts, segment, readings, "corrupt", isKnown);
  parts.onDamage("nobody knows any more of which property some readings are", lost);
}
