import type { LossReason } from "../../core/reading-loss.ts";
import { LossTally } from "./loss-tally.ts";
import type { PackedReading } from "./packed-reading.ts";
import { putSegment } from "./put-segment.ts";
import { changeReadings, coveredThrough, type ReadingParts } from "./reading-parts.ts";
import type { Segment } from "./segment-rows.ts";
import type { Settle } from "./settle.ts";

/** Gives up those readings of a segment that are not kept; the ones that no event covers are told as lost. Returns how many. */
export function giveUpReadings(
  parts: ReadingParts,
  segment: Segment,
  readings: readonly PackedReading[],
  reason: LossReason,
  isKept: (reading: PackedReading) => boolean,
): number {
  const covered = coveredThrough(parts);
  const kept = readings.filter(isKept);
  const lost = new LossTally();
  for (const reading of readings) {
    if (reading.position > covered && !isKept(reading)) lost.note(parts.series.get(reading.series)?.path, reading.at);
  }
  changeReadings(parts, () => {
    const settles = kept.length === 0 ? removeSegment(parts, segment) : [];
    if (kept.length > 0) putSegment(parts.segments, parts.series, segment, kept);
    parts.losses.add(lost.losses(reason));
    return [...settles, forgetWaiting(parts, lost.count)];
  });
  return lost.count;
}

/** Takes a row away; the row before it stands for its positions from then on. Inside a transaction. */
export function removeSegment({ segments, cursor }: ReadingParts, segment: Segment): readonly Settle[] {
  segments.remove(segment);
  const previous = segments.before(segment.first);
  if (previous === undefined) return [cursor.set({ gone_through: segment.last })];
  if (previous.isSound) segments.reach(previous, segment.last);
  else segments.put({ ...segment, count: 0, low: 0, fromAt: 0, toAt: 0 }, new Uint8Array());
  return [];
}

/** So many readings fewer are to be delivered. */
export function forgetWaiting({ counts }: ReadingParts, lost: number): Settle {
  return () => {
    counts.waiting -= lost;
  };
}
