import type { LogEntry } from "../../core/store-ports.ts";
import { giveUpReadings } from "./give-up-readings.ts";
import type { PackedReading } from "./packed-reading.ts";
import { readOrQuarantine } from "./quarantine-segment.ts";
import { logEntryOf } from "./read-segment.ts";
import type { ReadingParts } from "./reading-parts.ts";
import type { Segment } from "./segment-rows.ts";

/** Rows looked up at first, and at once where these were not enough. */
const fewRows = 3;
const page = 64;

/** The first readings after that position, in order. What is damaged is put aside on the way, and never comes out. */
export function readAfter(parts: ReadingParts, position: number, limit: number): readonly LogEntry[] {
  const entries: LogEntry[] = [];
  let next = position + 1;
  parts.recent.forgetThrough(position);
  for (let rows = fewRows; entries.length < limit; rows = page) {
    const found = parts.segments.from(next, Math.min(rows, limit));
    if (found.length === 0) break;
    for (const segment of found) {
      const readings = readRecent(parts, segment);
      // The rows around it changed: they are looked up again.
      if (readings === undefined) break;
      takeKnown(parts, segment, { readings, from: next, limit }, entries);
      next = segment.last + 1;
      if (entries.length >= limit) break;
    }
  }
  return entries;
}

function readRecent(parts: ReadingParts, segment: Segment): readonly PackedReading[] | undefined {
  const known = parts.recent.get(segment);
  if (known !== undefined) return known;
  const readings = readOrQuarantine(parts, segment);
  if (readings !== undefined) parts.recent.keep(segment, readings);
  return readings;
}

interface Part {
  readonly readings: readonly PackedReading[];
  /** Position of the first one that is wanted. */
  readonly from: number;
  readonly limit: number;
}

function takeKnown(parts: ReadingParts, segment: Segment, { readings, from, limit }: Part, into: LogEntry[]): void {
  let isComplete = true;
  for (const reading of readings) {
    if (into.length >= limit) break;
    if (reading.position < from) continue;
    const entry = logEntryOf(parts, reading);
    if (entry === undefined) isComplete = false;
    else into.push(entry);
  }
  if (isComplete) return;
  const isKnown = ({ series }: PackedReading) => parts.series.get(series) !== undefined;
  const lost = giveUpReadings(parts, segment, readings, "corrupt", isKnown);
  parts.onDamage("nobody knows any more of which property some readings are", lost);
}
