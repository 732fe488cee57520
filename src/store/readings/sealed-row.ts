import { AgentFault } from "../../core/agent-fault.ts";
import type { SealedEvent } from "../../core/room-ports.ts";
import type { SealedRange } from "../../core/store-ports.ts";
import type { Database } from "../database.ts";
import { summedTable } from "../summed-table.ts";
import type { Settle } from "./settle.ts";

export type SealedRow = {
  readonly only: 0;
  readonly txn: string;
  readonly event: string;
  readonly epoch: number;
  readonly seq: number;
  readonly through: number;
  /** How many readings it covers. */
  readonly covered: number;
};

export const sealedColumns = ["only", "txn", "event", "epoch", "seq", "through", "covered"] as const;

export type SentRow = {
  readonly through: number;
  readonly epoch: number;
  readonly seq: number;
  /** null: the homeserver refused it. */
  readonly event_id: string | null;
};

export const sentColumns = ["through", "epoch", "seq", "event_id"] as const;

export interface KeptSealed {
  readonly event: SealedEvent;
  readonly range: SealedRange;
  readonly covered: number;
}

/** So many events are remembered after they left. */
const mostSent = 10_000;

/** Every change belongs into a transaction of the caller. */
export interface SealedRows {
  sealed(): KeptSealed | undefined;
  /** Throws when there is one already. */
  keep(kept: KeptSealed): Settle;
  /** The homeserver refused the sealed event of that transaction; throws when it is another. */
  refused(txn: string): Settle;
  /** It took it, which is true at once, and on the disk with `writeLeft`. Throws when it is another. */
  left(txn: string, eventId: string): void;
  /** Before whatever else its transaction writes. */
  writeLeft(): Settle;
  /** Whether an event left of which the disk does not know. */
  hasLeft(): boolean;
  /** Lets go of an event that left already, or that nobody can read any more. */
  forget(): Settle;
  /** Of the event that left last. */
  lastSent(): SealedRange | undefined;
  /** Whether the event was not what was written, when the file was opened. */
  readonly wasDamaged: boolean;
}

/** The one sealed event of readings that is on its way, remembered, and those that left. */
export function sealedRows(database: Database): SealedRows {
  const table = summedTable<SealedRow>(database, "sealed", sealedColumns);
  const sent = summedTable<SentRow>(database, "sent", sentColumns);
  const newest = sent.select("ORDER BY through DESC LIMIT 3");
  const remove = database.change("DELETE FROM sealed");
  const removeSent = database.change(
    `DELETE FROM sent WHERE through <= (SELECT through FROM sent ORDER BY through DESC LIMIT 1 OFFSET ${mostSent})`,
  );
  const { rows, damaged } = table.select("")();
  let kept = rows.map(keptOf)[0];
  let left: SentRow | undefined;
  const waitsUnder = (txn: string): KeptSealed => {
    if (kept?.event.txn !== txn) throw new AgentFault("internal", `No sealed event waits under transaction ${txn}.`);
    return kept;
  };
  const writeEnd = (row: SentRow): void => {
    sent.put(row);
    removeSent();
    remove();
  };
  const set = (next: KeptSealed | undefined) => () => {
    kept = next;
  };
  return {
    wasDamaged: damaged > 0,
    sealed: () => kept,
    keep(next) {
      if (kept !== undefined) throw new AgentFault("internal", "A sealed event waits already.");
      const { event, range, covered } = next;
      table.put({ only: 0, txn: event.txn, event: JSON.stringify(event), ...rangeOf(range), covered });
      return set(next);
    },
    refused(txn) {
      writeEnd({ ...rangeOf(waitsUnder(txn).range), event_id: null });
      return set(undefined);
    },
    left(txn, eventId) {
      left = { ...rangeOf(waitsUnder(txn).range), event_id: eventId };
      kept = undefined;
    },
    writeLeft() {
      if (left !== undefined) writeEnd(left);
      return () => {
        left = undefined;
      };
    },
    hasLeft: () => left !== undefined,
    forget() {
      remove();
      return set(undefined);
    },
    lastSent: () => newest().rows[0],
  };
}

function rangeOf({ epoch, seq, through }: SealedRange): SealedRange {
  return { epoch, seq, through };
}

function keptOf({ event, epoch, seq, through, covered }: SealedRow): KeptSealed {
  return { event: JSON.parse(event) as SealedEvent, range: { epoch, seq, through }, covered };
}
