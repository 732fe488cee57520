import type { AffordancePath } from "../../core/ids.ts";
import { type Loss, type LossBatch, type LossReason, lossReasons } from "../../core/reading-loss.ts";
import type { Database } from "../database.ts";
import { type SummedTable, summedTable } from "../summed-table.ts";

export type LossRow = {
  /** "" where the property is not known. */
  readonly path: string;
  readonly reason: string;
  /** 0: may still grow; else the loss event that tells it. */
  readonly batch: number;
  readonly count: number;
  readonly from_at: number | null;
  readonly to_at: number | null;
};

export const lossColumns = ["path", "reason", "batch", "count", "from_at", "to_at"] as const;

/** All that was ever given up for one reason, and how much of it was told. */
export type TotalRow = { readonly reason: string; readonly count: number; readonly told: number };

export const totalColumns = ["reason", "count", "told"] as const;

/** Every change belongs into a transaction of the caller. */
export interface LossRows {
  /** Counted together with what is not in a batch yet. */
  add(losses: readonly Loss[]): void;
  hasOpen(): boolean;
  /** Puts at most that many into a new batch. */
  begin(seq: number, limit: number): void;
  batch(seq: number): LossBatch | undefined;
  /** Lets go of batches up to that one. */
  told(seq: number): void;
  totals(): Readonly<Record<LossReason, number>>;
  /** The same with what was told, in the order of `lossReasons`. Not to be asked inside a transaction. */
  sums(): readonly TotalRow[];
  /** Puts what damaged rows no longer tell back under no property's name. `known`: at least so much there was to tell. */
  mend(known: readonly TotalRow[]): void;
}

/** What was given up and not told yet, one row a property and reason. */
export function lossRows(database: Database): LossRows {
  const table = summedTable<LossRow>(database, "losses", lossColumns);
  const totals = totalRows(database);
  const known = table.select("WHERE path = ? AND reason = ? AND batch = 0");
  const open = table.select("WHERE batch = 0 LIMIT ?");
  const inBatch = table.select("WHERE batch = ? ORDER BY path, reason");
  const upTo = table.select("WHERE batch BETWEEN 1 AND ?");
  const removeOpen = database.change("DELETE FROM losses WHERE path = ? AND reason = ? AND batch = 0");
  const removeUpTo = database.change("DELETE FROM losses WHERE batch BETWEEN 1 AND ?");
  return {
    add(losses) {
      for (const { path = "", reason, count, fromAt = null, toAt = null } of losses) {
        const row = known(path, reason).rows[0];
        const [from_at, to_at] = [least(row?.from_at ?? null, fromAt), greatest(row?.to_at ?? null, toAt)];
        table.put({ path, reason, batch: 0, count: (row?.count ?? 0) + count, from_at, to_at });
      }
      totals.add(losses, 1, 0);
    },
    hasOpen: () => open(1).rows.length > 0,
    begin(seq, limit) {
      for (const row of open(limit).rows) {
        removeOpen(row.path, row.reason);
        table.put({ ...row, batch: seq });
      }
    },
    batch(seq) {
      const { rows } = inBatch(seq);
      return rows.length === 0 ? undefined : { seq, losses: rows.map(lossOf) };
    },
    told(seq) {
      totals.add(upTo(seq).rows, 0, 1);
      removeUpTo(seq);
    },
    totals: totals.counts,
    sums: totals.sums,
    mend: (known) => mendLosses(database, table, totals, known),
  };
}

function mendLosses(
  database: Database,
  table: SummedTable<LossRow>,
  totals: TotalRows,
  known: readonly TotalRow[],
): void {
  const { rows, damaged } = table.select("")();
  if (damaged > 0) {
    database.change("DELETE FROM losses")();
    rows.forEach(table.put);
  }
  for (const reason of lossReasons) {
    const ofReason = rows.filter((row) => row.reason === reason);
    const total = known.find((one) => one.reason === reason);
    const lacking = totals.mend(reason, countOf(ofReason), total);
    const open = ofReason.filter(({ batch }) => batch === 0);
    if (lacking > 0) {
      const nameless = open.find(({ path }) => path === "");
      const { from_at = null, to_at = null, count = 0 } = nameless ?? {};
      table.put({ path: "", reason, batch: 0, count: count + lacking, from_at, to_at });
    }
    if (lacking < 0) takeAway(table, open, -lacking);
  }
}

/** They were told, and came back with an older state of the file: the first ones, as `begin` takes them. */
function takeAway(table: SummedTable<LossRow>, open: readonly LossRow[], told: number): void {
  const remove = table.change("DELETE FROM losses WHERE path = ? AND reason = ? AND batch = 0");
  let left = told;
  for (const row of open) {
    if (left === 0) return;
    const gone = Math.min(left, row.count);
    left -= gone;
    if (gone === row.count) remove(row.path, row.reason);
    else table.put({ ...row, count: row.count - gone });
  }
}

type TotalRows = ReturnType<typeof totalRows>;

function totalRows(database: Database) {
  const table = summedTable<TotalRow>(database, "dropped", totalColumns);
  const one = table.select("WHERE reason = ?");
  const of = (reason: string): TotalRow => one(reason).rows[0] ?? { reason, count: 0, told: 0 };
  let sums: readonly TotalRow[] | undefined;
  const put = (row: TotalRow): void => {
    sums = undefined;
    table.put(row);
  };
  return {
    add(rows: readonly { readonly reason: string; readonly count: number }[], isNew: 0 | 1, isTold: 0 | 1) {
      for (const [reason, group] of Map.groupBy(rows, (row) => row.reason)) {
        const before = of(reason);
        const more = countOf(group);
        put({ reason, count: before.count + isNew * more, told: before.told + isTold * more });
      }
    },
    sums() {
      sums ??= lossReasons.map(of);
      return sums;
    },
    counts(): Readonly<Record<LossReason, number>> {
      const [quota, age, disk, corrupt, rejected] = lossReasons.map((reason) => of(reason).count);
      return { quota: quota ?? 0, age: age ?? 0, disk: disk ?? 0, corrupt: corrupt ?? 0, rejected: rejected ?? 0 };
    },
    /** How much less the rows tell than there is to tell; below 0: how much more. */
    mend(reason: string, untold: number, known: TotalRow = { reason, count: 0, told: 0 }): number {
      const { rows, damaged } = one(reason);
      const row = rows[0] ?? { reason, count: 0, told: 0 };
      const told = Math.max(row.told, known.told);
      // Without its row the rows of losses may know more than the mark.
      const least = rows.length === 0 ? told + untold : 0;
      const count = Math.max(row.count, known.count, least);
      if (damaged > 0 || count !== row.count || told !== row.told) put({ reason, count, told });
      return count - told - untold;
    },
  };
}

/** A sound row holds what `put` was given. */
function lossOf({ path, reason, count, from_at, to_at }: LossRow): Loss {
  return {
    path: path === "" ? undefined : (path as AffordancePath),
    reason: reason as LossReason,
    count,
    fromAt: from_at ?? undefined,
    toAt: to_at ?? undefined,
  };
}

function countOf(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function greatest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
