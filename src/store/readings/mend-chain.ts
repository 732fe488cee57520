import { closeHole } from "./close-hole.ts";
import { quarantineSegmentHead } from "./quarantine-segment.ts";
import { coveredThrough, type ReadingParts } from "./reading-parts.ts";
import type { Segment } from "./segment-rows.ts";

/** Rows looked at at once. */
const page = 256;

/**
 * Looks at every row after what events cover: each must be what was written, and begin where the one before ends, up to the newest
 * position. What is not so is put aside and told as lost.
 */
export function mendChain(parts: ReadingParts): void {
  const { segments, cursor, counts } = parts;
  const previous = soundBefore(parts, coveredThrough(parts) + 1);
  let expected = (previous?.last ?? cursor.get().gone_through) + 1;
  for (;;) {
    const found = segments.from(expected, page);
    if (found.length === 0) break;
    for (const segment of found) {
      if (!segment.isSound || segment.first < expected) {
        quarantineSegmentHead(parts, segment);
        continue;
      }
      if (segment.first > expected) closeHole(parts, expected);
      expected = segment.last + 1;
    }
  }
  if (expected <= counts.last) closeHole(parts, expected);
}

function soundBefore(parts: ReadingParts, position: number): Segment | undefined {
  for (;;) {
    const segment = parts.segments.before(position);
    if (segment?.isSound !== false) return segment;
    quarantineSegmentHead(parts, segment);
  }
}
