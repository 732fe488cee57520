import { readSegment } from "./read-segment.ts";
import { coveredThrough, type ReadingParts } from "./reading-parts.ts";

/** Readings that are kept after that position. */
export function countReadingsAfter(parts: ReadingParts, position: number): number {
  const { segments } = parts;
  const [holding] = segments.from(position + 1, 1);
  if (holding === undefined) return 0;
  const { first, last, count } = holding;
  if (first > position) return segments.totals(position).count;
  const isWhole = count === last - first + 1;
  const rest = isWhole
    ? last - position
    : (readSegment(parts, holding) ?? []).filter((one) => one.position > position).length;
  return rest + segments.totals(first).count;
}

/** Readings that no delivered event covers: those of the event on its way, and those after it. */
export function countWaiting(parts: ReadingParts): number {
  return (parts.sealed.sealed()?.covered ?? 0) + countReadingsAfter(parts, coveredThrough(parts));
}
