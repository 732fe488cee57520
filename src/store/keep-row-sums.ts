import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { rowSum } from "./row-sum.ts";
import { storeFault } from "./store-fault.ts";

/** A table with this column holds a CRC-32C over each row's other columns: SQLite notices no bit that the disk turned over. */
const sumColumn = "row_sum";

/** Makes `row_sum(table, cells…)` known to the SQL of this connection. */
export function defineRowSum(database: DatabaseSync): void {
  database.function(
    "row_sum",
    { deterministic: true, varargs: true, useBigIntArguments: true },
    (table: SQLOutputValue, ...cells: SQLOutputValue[]) => rowSum(String(table), cells.map(plain)),
  );
}

/** Sums all rows anew: the last part of an upgrade that adds the column, or changes rows of tables that have it. */
export function sumRows(database: SummedFile): void {
  for (const table of summedTables(database)) {
    database.change(`UPDATE ${table.name} SET ${sumColumn} = ${sumOf(table)}`)();
  }
}

/** From then on each row that is written is summed, in the same transaction. Throws `store-corrupt` when one is not what was written. */
export function keepRowSums(database: SummedFile): void {
  for (const table of summedTables(database)) {
    const { name, columns } = table;
    const wrong = `SELECT count(*) AS rows FROM ${name} WHERE ${sumColumn} IS NOT ${sumOf(table)}`;
    const { rows = 0 } = database.query<{ readonly rows: number }>(wrong).first() ?? {};
    if (rows > 0) {
      throw storeFault(database.file, new Error(`${rows} rows of ${name} are not what was written`), "store-corrupt");
    }
    // Not a part of the file: whoever writes it without them is found out.
    const sum = `BEGIN UPDATE ${name} SET ${sumColumn} = ${sumOf(table, "NEW.")} WHERE ${sameKey(table)}; END`;
    database.change(`CREATE TEMP TRIGGER sum_new_${name} AFTER INSERT ON main.${name} ${sum}`)();
    const named = columns.map((column) => `"${column}"`).join(", ");
    database.change(`CREATE TEMP TRIGGER sum_changed_${name} AFTER UPDATE OF ${named} ON main.${name} ${sum}`)();
  }
}

interface Table {
  readonly name: string;
  /** But for the sum. */
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** What is needed of an open store. */
interface SummedFile {
  readonly file: string;
  query<Row>(sql: string): { first(): Row | undefined; all(): readonly Row[] };
  change(sql: string): () => unknown;
}

interface ColumnRow {
  readonly name: string;
  readonly column: string;
  readonly key: number;
}

function summedTables(database: SummedFile): readonly Table[] {
  const rows = database
    .query<ColumnRow>(
      `SELECT tables.name AS name, columns.name AS column, columns.pk AS key
       FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
       WHERE tables.type = 'table' ORDER BY tables.name, columns.cid`,
    )
    .all();
  return [...Map.groupBy(rows, ({ name }) => name)].flatMap(([name, all]) => {
    const columns = all.filter(({ column }) => column !== sumColumn);
    if (columns.length === all.length) return [];
    const key = columns.filter((column) => column.key > 0);
    return [{ name, columns: columns.map(({ column }) => column), key: key.map(({ column }) => column) }];
  });
}

function sumOf({ name, columns }: Table, of = ""): string {
  return `row_sum('${name}', ${columns.map((column) => `${of}"${column}"`).join(", ")})`;
}

function sameKey({ key }: Table): string {
  return key.map((column) => `"${column}" = NEW."${column}"`).join(" AND ");
}

function plain(cell: SQLOutputValue): unknown {
  return typeof cell === "bigint" ? Number(cell) : cell;
}
