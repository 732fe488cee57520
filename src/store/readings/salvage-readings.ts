import { DatabaseSync } from "node:sqlite";
import { crc32c } from "../crc32c.ts";
import type { Cell, Database } from "../database.ts";
import { rowSum } from "../row-sum.ts";
import { bootColumns } from "./boot-rows.ts";
import { cursorColumns } from "./cursor-row.ts";
import { lossEventColumns } from "./loss-event-row.ts";
import { lossColumns, totalColumns } from "./loss-rows.ts";
import { sealedColumns, sentColumns } from "./sealed-row.ts";
import { segmentColumns } from "./segment-rows.ts";
import { seriesColumns } from "./series-rows.ts";
import { noteColumns } from "./source-notes.ts";
import { withheldColumns } from "./withheld-rows.ts";

interface Table {
  readonly name: string;
  /** Column by which its rows are in order. */
  readonly key: string;
  /** Those that its sum is over. */
  readonly columns: readonly string[];
}

const tables: readonly Table[] = [
  { name: "series", key: "id", columns: seriesColumns },
  { name: "cursor", key: "only", columns: cursorColumns },
  { name: "sealed", key: "only", columns: sealedColumns },
  { name: "sent", key: "through", columns: sentColumns },
  { name: "losses", key: "path", columns: lossColumns },
  { name: "dropped", key: "reason", columns: totalColumns },
  { name: "loss_event", key: "only", columns: lossEventColumns },
  { name: "withheld", key: "path", columns: withheldColumns },
  { name: "source_notes", key: "source", columns: noteColumns },
  { name: "boots", key: "slot", columns: bootColumns },
];

type Row = Readonly<Record<string, Cell>>;

/** Rows copied in one transaction. */
const atOnce = 64;

/**
 * Copies what can still be read, and is what was written, out of a damaged readings.db into a new one: all but readings that were delivered
 * before. Throws only for what the new one does.
 */
export function salvageReadings(damaged: string, database: Database): void {
  const source = openQuietly(damaged);
  if (source === undefined) return;
  try {
    for (const table of tables) copy(database, table, soundRows(source, table));
    const through =
      database.query<{ readonly at: number }>("SELECT delivered_through AS at FROM cursor").first()?.at ?? 0;
    for (const name of ["segments", "groups"] as const) {
      const table = { name, key: "first", columns: segmentColumns };
      const waiting = soundRows(source, table).filter(({ last }) => Number(last) > through);
      for (let begin = 0; begin < waiting.length; begin += atOnce) {
        copyWithData(source, database, table, waiting.slice(begin, begin + atOnce));
      }
    }
  } finally {
    source.close();
  }
}

/** A damaged file may not even open; then there is nothing to be had from it. */
function openQuietly(file: string): DatabaseSync | undefined {
  try {
    return new DatabaseSync(file);
  } catch {
    return undefined;
  }
}

/** From the first row up to where the damage begins, and from the last one back to there. */
function soundRows(source: DatabaseSync, { name, key, columns }: Table): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const order of ["ASC", "DESC"]) {
    try {
      const select = source.prepare(`SELECT ${[...columns, "sum"].join(", ")} FROM ${name} ORDER BY ${key} ${order}`);
      select.setReadBigInts(true);
      for (const row of select.iterate()) {
        const cells = columns.map((column) => numberOf(row[column]));
        if (rowSum(name, cells) === numberOf(row.sum)) rows.set(JSON.stringify(cells), row);
      }
      break;
    } catch {
      // Here it is damaged; from the other end there may be more.
    }
  }
  return [...rows.values()];
}

function numberOf(cell: Cell | undefined): unknown {
  return typeof cell === "bigint" ? Number(cell) : (cell ?? null);
}

function copy(database: Database, { name, columns }: Table, rows: readonly Row[], more: readonly string[] = []): void {
  const names = [...columns, "sum", ...more];
  const put = database.change(
    `INSERT OR REPLACE INTO ${name} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  database.inTransaction(() => {
    for (const row of rows) put(...names.map((column) => row[column] ?? null));
  });
}

function copyWithData(source: DatabaseSync, database: Database, table: Table, rows: readonly Row[]): void {
  const isGroups = table.name === "groups";
  const whole = rows.flatMap((row): Row[] => {
    const data = dataOf(source, isGroups ? "groups" : "packs", row);
    return data === undefined ? [] : [{ ...row, data }];
  });
  if (isGroups) {
    copy(database, table, whole, ["data"]);
    return;
  }
  const putPack = database.change("INSERT OR REPLACE INTO packs (first, data) VALUES (?, ?)");
  database.inTransaction(() => {
    for (const { first = null, data = null } of whole) putPack(first, data);
  });
  copy(database, table, whole);
}

function dataOf(source: DatabaseSync, table: "groups" | "packs", row: Row): Uint8Array | undefined {
  try {
    const data = source.prepare(`SELECT data FROM ${table} WHERE first = ?`).get(row.first ?? null)?.data;
    return data instanceof Uint8Array && crc32c(data) === Number(row.data_sum) ? data : undefined;
  } catch {
    return undefined;
  }
}
