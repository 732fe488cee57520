import type { Cell, Database } from "./database.ts";
import { rowSum } from "./row-sum.ts";

/** A row as an object of its columns. */
export type SummedRow = Readonly<Record<string, string | number | null>>;

export interface SummedTable<Row extends SummedRow> {
  /** Inserts, or replaces the row of the same key. */
  put(row: Row): void;
  /** Sound rows, those that were altered left out and counted. `rest` is the SQL after FROM. */
  select(rest: string): (...cells: readonly Cell[]) => { readonly rows: readonly Row[]; readonly damaged: number };
  change(sql: string): (...cells: readonly Cell[]) => number;
}

/**
 * A table with a column `sum` over all the others: SQLite itself would not notice a bit that the disk turned over. The
 * caller vouches that `columns` are those of the STRICT table besides `sum`.
 */
export function summedTable<Row extends SummedRow>(
  database: Database,
  table: string,
  columns: readonly (keyof Row & string)[],
): SummedTable<Row> {
  const names = [...columns, "sum"];
  const put = database.change(
    `INSERT OR REPLACE INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  return {
    put(row) {
      const cells = columns.map((column) => row[column] ?? null);
      put(...cells, rowSum(table, cells));
    },
    select(rest) {
      // Integers beyond the safe ones can only come of damage; as numbers they would throw.
      const query = database.query<Record<string, unknown>>(`SELECT ${names.join(", ")} FROM ${table} ${rest}`, {
        bigints: true,
      });
      return (...cells) => {
        const found = query.all(...cells);
        const rows = found.flatMap((row) => {
          const kept = columns.map((column): [string, unknown] => [column, plain(row[column])]);
          const isSound =
            plain(row.sum) ===
            rowSum(
              table,
              kept.map(([, cell]) => cell),
            );
          // The sum vouches that these are the cells that `put` was given.
          return isSound ? [Object.fromEntries(kept) as Row] : [];
        });
        return { rows, damaged: found.length - rows.length };
      };
    },
    change: (sql) => database.change(sql),
  };
}

function plain(cell: unknown): unknown {
  return typeof cell === "bigint" ? Number(cell) : cell;
}
