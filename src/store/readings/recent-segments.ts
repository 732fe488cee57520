import type { PackedReading } from "./packed-reading.ts";
import type { Segment } from "./segment-rows.ts";

/** Most rows remembered: an event may begin in one and end in the next. The readings of each take about half a megabyte. */
const mostRows = 2;

/** What the rows read last held: many events begin in the same one, and each would unpack it anew. */
export interface RecentSegments {
  /** undefined: not known. What was read of a row that is written otherwise by now never comes out. */
  get(segment: Segment): readonly PackedReading[] | undefined;
  /** Small rows are not worth it. */
  keep(segment: Segment, readings: readonly PackedReading[]): void;
  /** Nobody needs readings up to that position any more. */
  forgetThrough(position: number): void;
}

interface Kept {
  readonly segment: Segment;
  readonly readings: readonly PackedReading[];
}

export function recentSegments(): RecentSegments {
  let kept: readonly Kept[] = [];
  return {
    get: (segment) => kept.find((one) => isWrittenAlike(one.segment, segment))?.readings,
    keep(segment, readings) {
      if (segment.table !== "segments") return;
      kept = [{ segment, readings }, ...kept.filter((one) => one.segment.first !== segment.first)].slice(0, mostRows);
    },
    forgetThrough(position) {
      if (kept.some(({ segment }) => segment.last <= position)) {
        kept = kept.filter(({ segment }) => segment.last > position);
      }
    },
  };
}

/** How far a row reaches says nothing about what is in it; the sum of its pack does. */
function isWrittenAlike(one: Segment, other: Segment): boolean {
  return one.isSound && other.isSound && heads.every((head) => one[head] === other[head]);
}

const heads = ["table", "first", "count", "low", "fromAt", "toAt", "bytes", "dataSum"] as const;
