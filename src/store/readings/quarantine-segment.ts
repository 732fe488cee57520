import { closeHole } from "./close-hole.ts";
import { countWaiting } from "./count-readings.ts";
import { forgetWaiting, removeSegment } from "./give-up-readings.ts";
import type { PackedReading } from "./packed-reading.ts";
import { readSegment } from "./read-segment.ts";
import { changeReadings, coveredThrough, type ReadingParts } from "./reading-parts.ts";
import type { Segment } from "./segment-rows.ts";

/** The readings of a row; undefined: they are not what was written, and the row was put aside. */
export function readOrQuarantine(parts: ReadingParts, segment: Segment): readonly PackedReading[] | undefined {
  const readings = readSegment(parts, segment);
  if (readings === undefined) quarantineSegment(parts, segment);
  return readings;
}

/** Puts a row that is not what was written aside, and tells those readings of it as lost that no event covers. */
function quarantineSegment(parts: ReadingParts, segment: Segment): void {
  const { segments, quarantine, losses } = parts;
  if (!segment.isSound) {
    // What it stood for is not known either, but its neighbours tell.
    quarantineSegmentHead(parts, segment);
    const missing = parts.counts.waiting - countWaiting(parts);
    closeHole(parts, segment.first, missing);
    return;
  }
  const lost = waitingIn(parts, segment);
  changeReadings(parts, () => {
    quarantine.add(JSON.stringify(segment), parts.clock.now(), segments.rawData(segment));
    const settles = removeSegment(parts, segment);
    const { fromAt, toAt } = segment;
    if (lost > 0) losses.add([{ path: undefined, reason: "corrupt", count: lost, fromAt, toAt }]);
    return [...settles, forgetWaiting(parts, lost)];
  });
  parts.onDamage(`the readings ${segment.first} to ${segment.last} are damaged and were put aside`, lost);
}

/** Leaves a hole. */
export function quarantineSegmentHead(parts: ReadingParts, segment: Segment): void {
  const { segments, quarantine, clock } = parts;
  changeReadings(parts, () => {
    quarantine.add(JSON.stringify(segment), clock.now(), segments.rawData(segment));
    segments.remove(segment);
    return [];
  });
}

/** How many readings of a segment no event covers, by what stands beside its pack. */
function waitingIn(parts: ReadingParts, { first, last, count }: Segment): number {
  return Math.max(0, Math.min(count, last - Math.max(coveredThrough(parts), first - 1)));
}
