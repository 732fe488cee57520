import type { AffordancePath } from "../../core/ids.ts";
import type { LogEntry } from "../../core/store-ports.ts";
import { readOrQuarantine } from "./quarantine-segment.ts";
import { logEntryOf, readSegment } from "./read-segment.ts";
import type { ReadingParts } from "./reading-parts.ts";

/** Rows looked up at once. */
const page = 64;

/** Committed readings of a property from one time up to another, UTC ms, in the order of recording; only rows of that time are read. */
export function* readHistory(
  parts: ReadingParts,
  path: AffordancePath,
  fromAt: number,
  toAt: number,
): Generator<LogEntry, void, undefined> {
  const ids = parts.series.idsOf(path);
  if (ids.size === 0) return;
  for (let after = -1; ; ) {
    const found = parts.segments.between(fromAt, toAt, after, page);
    for (const segment of found) {
      after = segment.first;
      const readings = readSegment(parts, segment, (id) => ids.has(id)) ?? readOrQuarantine(parts, segment) ?? [];
      for (const reading of readings) {
        const entry = logEntryOf(parts, reading);
        if (entry !== undefined && entry.at >= fromAt && entry.at <= toAt) yield entry;
      }
    }
    if (found.length < page) return;
  }
}
