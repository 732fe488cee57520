import { AgentFault } from "../core/agent-fault.ts";
import type { SealedEvent } from "../core/room-ports.ts";
import type { ReadingLog, SealedRange } from "../core/store-ports.ts";
import type { Database } from "./open-database.ts";

interface CursorRow {
  readonly delivered_through: number;
  readonly epoch: number | null;
  readonly seq: number | null;
}

interface SealedRow extends SealedRange {
  readonly txn: string;
  readonly event: string;
}

export interface SealedRows
  extends Pick<ReadingLog, "keepSealed" | "sealed" | "lastSealed" | "delivered" | "rejected"> {
  /** Position of the last reading that left, or was given up. */
  deliveredThrough(): number;
  /** Position of the last reading that some event covers. */
  sealedThrough(): number;
}

/** The one sealed event on its way, and the cursor behind it. */
export function sealedRows(database: Database): SealedRows {
  const readCursor = database.query<CursorRow>("SELECT * FROM cursor");
  const readSealed = database.query<SealedRow>("SELECT * FROM sealed");
  const addSealed = database.change(
    "INSERT INTO sealed (only, txn, event, epoch, seq, through) VALUES (0, ?, ?, ?, ?, ?)",
  );
  const setLast = database.change("UPDATE cursor SET epoch = ?, seq = ?");
  const moveCursor = database.change("UPDATE cursor SET delivered_through = ?");
  const addSent = database.change("INSERT INTO sent (through, epoch, seq, event_id) VALUES (?, ?, ?, ?)");
  const removeSealed = database.change("DELETE FROM sealed");

  const deliveredThrough = (): number => readCursor.first()?.delivered_through ?? 0;
  /** Ends the sealed event and returns how many readings it covered. */
  const end = (txn: string, eventId: string | null): number =>
    database.inTransaction(() => {
      const row = readSealed.first();
      if (row?.txn !== txn) throw new AgentFault("internal", `No sealed event waits under transaction ${txn}.`);
      const covered = row.through - deliveredThrough();
      addSent(row.through, row.epoch, row.seq, eventId);
      moveCursor(row.through);
      removeSealed();
      return covered;
    });
  return {
    deliveredThrough,
    sealedThrough: () => readSealed.first()?.through ?? deliveredThrough(),
    keepSealed(event, { epoch, seq, through }) {
      database.inTransaction(() => {
        addSealed(event.txn, JSON.stringify(event), epoch, seq, through);
        setLast(epoch, seq);
      });
    },
    sealed() {
      const row = readSealed.first();
      if (row === undefined) return undefined;
      const { epoch, seq, through } = row;
      return { event: JSON.parse(row.event) as SealedEvent, range: { epoch, seq, through } };
    },
    lastSealed() {
      const row = readCursor.first();
      return row === undefined || row.epoch === null || row.seq === null
        ? undefined
        : { epoch: row.epoch, seq: row.seq };
    },
    delivered(txn, eventId) {
      end(txn, eventId);
    },
    rejected: (txn) => end(txn, null),
  };
}
