import { firstMeasuredAt } from "../../core/clock-trust.ts";
import type { LossReason } from "../../core/reading-loss.ts";
import { giveUpReadings } from "./give-up-readings.ts";
import type { PackedReading } from "./packed-reading.ts";
import { isLowClass } from "./put-segment.ts";
import { readOrQuarantine } from "./quarantine-segment.ts";
import { changeReadings, coveredThrough, type ReadingParts } from "./reading-parts.ts";
import type { Segment } from "./segment-rows.ts";

/** How much may be kept: bytes of all files together, and ms back from now. */
export interface Keep {
  readonly size: number;
  readonly age: number;
}

/** What the write-ahead log, the mark and one more segment may take besides the file's pages. */
const besideBytes = 1280 * 1024;

/** Delivered rows let go of in one transaction, and bytes that the file is shortened by: the write-ahead log must not grow beyond its bound. */
const atOnce = 8;
const shortenedAtOnce = 128 * 1024;

/**
 * Makes room: what was delivered goes first, the oldest first; then the oldest numbers, then whatever is oldest, which is told as lost. What is
 * too old goes as well, while the clock is trusted; how old readings are that a clock in 1970 stamped, nobody knows. `otherBytes` lie in other files that count. Returns how many readings were
 * given up that no event covers.
 */
export function keepQuota(parts: ReadingParts, keep: Keep, otherBytes: number): number {
  const { database, clock, counts } = parts;
  const waiting = counts.waiting;
  if (clock.isTrusted()) dropOld(parts, clock.now() - keep.age);
  const most = keep.size - besideBytes - otherBytes;
  const used = (): number => {
    const { bytes, free } = database.size();
    return bytes - free;
  };
  while (used() > most && dropOne(parts)) {}
  const over = database.size().bytes - most;
  for (let left = over; left > 0; left -= shortenedAtOnce) database.shorten(Math.min(left, shortenedAtOnce));
  if (over > shortenedAtOnce) database.emptyLog();
  return waiting - counts.waiting;
}

function dropOne(parts: ReadingParts): boolean {
  if (dropDelivered(parts, () => true)) return true;
  const covered = coveredThrough(parts);
  const low = parts.segments.firstLow(covered);
  if (low !== undefined) return drop(parts, low, "quota", (reading) => !isLowClass(parts.series, reading.series));
  const oldest = firstAfter(parts, covered);
  return oldest !== undefined && drop(parts, oldest, "quota", () => false);
}

function dropOld(parts: ReadingParts, before: number): void {
  const isOld = ({ toAt }: Segment): boolean => {
    const { at, time } = parts.boots.told(toAt);
    return time !== "guessed" && at < before && at >= firstMeasuredAt;
  };
  while (dropDelivered(parts, isOld)) {}
  for (;;) {
    const oldest = firstAfter(parts, coveredThrough(parts));
    if (oldest === undefined || !isOld(oldest)) return;
    drop(parts, oldest, "age", () => false);
  }
}

/** The oldest row that holds readings, none of which an event covers; groups are left to be merged. */
function firstAfter({ segments }: ReadingParts, covered: number): Segment | undefined {
  return segments
    .from(covered + 1, 2)
    .find(({ table, first, count }) => table === "segments" && first > covered && count > 0);
}

function drop(
  parts: ReadingParts,
  segment: Segment,
  reason: LossReason,
  isKept: (reading: PackedReading) => boolean,
): boolean {
  const readings = readOrQuarantine(parts, segment);
  if (readings !== undefined) giveUpReadings(parts, segment, readings, reason, isKept);
  return true;
}

/** Lets go of the oldest rows as long as they were delivered whole and may go; false when there was none. */
function dropDelivered(parts: ReadingParts, mayGo: (segment: Segment) => boolean): boolean {
  const { segments, cursor } = parts;
  const { delivered_through, gone_through } = cursor.get();
  const found = segments.from(gone_through + 1, atOnce + 1);
  const kept = found.findIndex(
    (segment, place) =>
      segment.table === "groups" || lastOf(segment, found[place + 1]) > delivered_through || !mayGo(segment),
  );
  const gone = found.slice(0, kept === -1 ? atOnce : kept);
  const newest = gone.at(-1);
  if (newest === undefined) return false;
  changeReadings(parts, () => {
    for (const segment of gone) segments.remove(segment);
    return [cursor.set({ gone_through: lastOf(newest, found[gone.length]) })];
  });
  return true;
}

/** Of a row that cannot be trusted the next one tells where it ends. */
function lastOf(segment: Segment, next: Segment | undefined): number {
  return segment.isSound ? segment.last : (next?.first ?? Number.POSITIVE_INFINITY) - 1;
}
