import type { Clock } from "../../core/clock.ts";
import type { Database } from "../database.ts";
import { type BootRows, bootRows } from "./boot-rows.ts";
import { type CursorRow, cursorRow } from "./cursor-row.ts";
import { type LossEvent, lossEventRow } from "./loss-event-row.ts";
import { type LossRows, lossRows } from "./loss-rows.ts";
import { type QuarantineRows, quarantineRows } from "./quarantine-rows.ts";
import type { ReadingMark } from "./reading-mark.ts";
import { type RecentSegments, recentSegments } from "./recent-segments.ts";
import { type SealedRows, sealedRows } from "./sealed-row.ts";
import { type SegmentRows, segmentRows } from "./segment-rows.ts";
import { type SeriesRows, seriesRows } from "./series-rows.ts";
import { type Settle, settled } from "./settle.ts";
import { type SourceNotes, sourceNotes } from "./source-notes.ts";
import { type WithheldRows, withheldRows } from "./withheld-rows.ts";

/** What is remembered of the rows, so that nobody has to count them. */
export interface Counts {
  /** Position of the newest reading ever committed, and its time. */
  last: number;
  lastAt: number;
  /** Readings that no delivered event covers. */
  waiting: number;
  /** The rows of `groups`, their readings and their bytes. */
  groups: { readonly rows: number; readonly count: number; readonly bytes: number };
}

/** One open readings.db: its tables, and what goes with them. */
export interface ReadingParts {
  readonly database: Database;
  readonly mark: ReadingMark;
  readonly clock: Clock;
  readonly series: SeriesRows;
  readonly segments: SegmentRows;
  readonly cursor: CursorRow;
  readonly sealed: SealedRows;
  readonly losses: LossRows;
  readonly lossEvent: LossEvent;
  readonly quarantine: QuarantineRows;
  readonly withheld: WithheldRows;
  readonly notes: SourceNotes;
  readonly boots: BootRows;
  readonly recent: RecentSegments;
  readonly counts: Counts;
  /** Told of damage that was found, in one sentence, and how many readings it cost. */
  readonly onDamage: (detail: string, lost: number) => void;
}

export function readingParts(
  database: Database,
  around: Pick<ReadingParts, "mark" | "clock" | "onDamage">,
): ReadingParts {
  return {
    ...around,
    database,
    series: seriesRows(database),
    segments: segmentRows(database),
    cursor: cursorRow(database),
    sealed: sealedRows(database),
    losses: lossRows(database),
    lossEvent: lossEventRow(database),
    quarantine: quarantineRows(database),
    withheld: withheldRows(database),
    notes: sourceNotes(database),
    boots: bootRows(database),
    recent: recentSegments(),
    counts: { last: 0, lastAt: 0, waiting: 0, groups: { rows: 0, count: 0, bytes: 0 } },
  };
}

/** One transaction, what waited for one first; then what is to be remembered, here and beside the file. */
export function changeReadings(parts: ReadingParts, work: () => readonly Settle[]): void {
  settled(parts.database, () => [...writeLeft(parts), ...work()]);
  writeMark(parts);
}

function writeLeft({ sealed, cursor }: ReadingParts): readonly Settle[] {
  return sealed.hasLeft() ? [sealed.writeLeft(), cursor.set({})] : [];
}

export function writeMark({ mark, cursor, counts, losses }: ReadingParts): void {
  mark.write({ cursor: cursor.get(), last: counts.last, lastAt: counts.lastAt, losses: losses.sums() });
}

/** Up to here every reading is in an event, or given up: the next one is the next to be sealed. */
export function coveredThrough({ sealed, cursor }: ReadingParts): number {
  const { delivered_through, gone_through } = cursor.get();
  return Math.max(sealed.sealed()?.range.through ?? 0, delivered_through, gone_through);
}
