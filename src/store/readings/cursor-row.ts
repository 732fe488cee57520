import type { Database } from "../database.ts";
import { summedTable } from "../summed-table.ts";
import type { Settle } from "./settle.ts";

export type Cursor = {
  readonly only: 0;
  /** Position of the last reading that left in an event, or was refused. */
  readonly delivered_through: number;
  /** Up to here nothing is kept any more, and all that was not delivered is told as lost. */
  readonly gone_through: number;
  /** The telemetry event that was sealed last. */
  readonly epoch: number | null;
  readonly seq: number | null;
  /** The last loss event that was begun, and the last that was told. */
  readonly loss_seq: number;
  readonly loss_told: number;
};

export const cursorColumns = [
  "only",
  "delivered_through",
  "gone_through",
  "epoch",
  "seq",
  "loss_seq",
  "loss_told",
] as const;

export const newCursor: Cursor = {
  only: 0,
  delivered_through: 0,
  gone_through: 0,
  epoch: null,
  seq: null,
  loss_seq: 0,
  loss_told: 0,
};

export interface CursorRow {
  get(): Cursor;
  set(change: Partial<Cursor>): Settle;
  /** True at once; on the disk with the next `set`. */
  remember(change: Partial<Cursor>): void;
  /** Whether the row was not what was written when the file was opened. */
  readonly wasDamaged: boolean;
}

/** How far things are; exactly one row, remembered. */
export function cursorRow(database: Database): CursorRow {
  const table = summedTable<Cursor>(database, "cursor", cursorColumns);
  const { rows, damaged } = table.select("WHERE only = 0")();
  let cursor = rows[0] ?? newCursor;
  return {
    wasDamaged: damaged > 0,
    get: () => cursor,
    remember(change) {
      cursor = { ...cursor, ...change };
    },
    set(change) {
      const next = { ...cursor, ...change };
      table.put(next);
      return () => {
        cursor = { ...cursor, ...change };
      };
    },
  };
}
