import { DatabaseSync } from "node:sqlite";
import { databasePragma } from "./database-pragma.ts";
import { storeFault } from "./store-fault.ts";
import type { Upgrade } from "./upgrade-database.ts";

/** Up to this size every page is looked at when a file is opened; on a slow card that takes about a second. */
const smallBytes = 32 * 1024 * 1024;

/**
 * Throws `store-corrupt` when SQLite finds the file's structure damaged. Tables in `summed` hold sums of their own; in a large file they
 * are left out.
 */
export function checkStructure(database: DatabaseSync, file: string, summed: readonly string[]): void {
  if (databasePragma(database, "auto_vacuum") !== 2) throw damaged(file, "it has another form than it was made with");
  const bytes = databasePragma(database, "page_count") * databasePragma(database, "page_size");
  for (const table of bytes <= smallBytes ? [""] : tablesBut(database, summed)) {
    const question = table === "" ? "PRAGMA integrity_check(1)" : `PRAGMA integrity_check(${table})`;
    const found = database.prepare(question).get()?.integrity_check;
    if (found !== "ok") throw damaged(file, String(found));
  }
}

/** Throws `store-corrupt` when the tables are not those that the steps make. */
export function checkTables<Handle>(database: DatabaseSync, file: string, upgrades: readonly Upgrade<Handle>[]): void {
  const fresh = new DatabaseSync(":memory:");
  try {
    for (const upgrade of upgrades) fresh.exec(typeof upgrade === "string" ? upgrade : upgrade.sql);
    if (schemaOf(fresh) !== schemaOf(database)) throw damaged(file, "its tables are not those of its version");
  } finally {
    fresh.close();
  }
  if (strangeSequences(database) > 0) throw damaged(file, "it counts the rows of a table that there is not");
}

/** SQLite keeps the last number of each AUTOINCREMENT table in a table of its own, which has no sums. */
function strangeSequences(database: DatabaseSync): number {
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").get() !== undefined;
  if (!isThere) return 0;
  const strange = "SELECT count(*) AS count FROM sqlite_sequence WHERE name NOT IN (SELECT name FROM sqlite_schema)";
  return Number(database.prepare(strange).get()?.count);
}

function tablesBut(database: DatabaseSync, left: readonly string[]): readonly string[] {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return tables.map(({ name }) => String(name)).filter((name) => /^\w+$/.test(name) && !left.includes(name));
}

function schemaOf(database: DatabaseSync): string {
  return JSON.stringify(database.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name").all());
}

function damaged(file: string, what: string): Error {
  return storeFault(file, new Error(what), "store-corrupt");
}
