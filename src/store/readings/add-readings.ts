import type { NewLogEntry } from "../../core/store-ports.ts";
import type { Beside } from "../beside.ts";
import type { PackedReading } from "./packed-reading.ts";
import { putSegment } from "./put-segment.ts";
import { changeReadings, type ReadingParts } from "./reading-parts.ts";

/** After a disk that was full for long, more than this waits; one row does not hold it all. */
const mostInGroup = 2048;

/** Commits readings, what memory could not hold of those before them, and what goes with their receipts: all or nothing. */
export function addReadings(
  parts: ReadingParts,
  entries: readonly NewLogEntry[],
  { lost, withheld, notes }: Beside<NewLogEntry>,
): void {
  const { series, segments, losses, counts } = parts;
  changeReadings(parts, () => {
    const draft = series.draft();
    const readings = entries.map((entry, place): PackedReading => {
      const { at, quality, value } = entry;
      return { position: counts.last + 1 + place, series: draft.idOf(entry), at, quality, value };
    });
    let { rows, count, bytes } = counts.groups;
    for (let begin = 0; begin < readings.length; begin += mostInGroup) {
      const part = readings.slice(begin, begin + mostInGroup);
      const first = counts.last + 1 + begin;
      bytes += putSegment(segments, draft, { table: "groups", first, last: first + part.length - 1 }, part);
      rows += 1;
      count += part.length;
    }
    if (lost.length > 0) losses.add(lost);
    parts.withheld.write(withheld);
    parts.notes.write(notes);
    const remember = (): void => {
      counts.last += entries.length;
      counts.lastAt = entries.at(-1)?.at ?? counts.lastAt;
      counts.waiting += entries.length;
      counts.groups = { rows, count, bytes };
    };
    return [draft.settle, remember];
  });
}
