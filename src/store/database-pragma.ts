import type { DatabaseSync } from "node:sqlite";

type Pragma = "page_size" | "page_count" | "freelist_count" | "auto_vacuum" | "user_version" | "application_id";

/** The number that a pragma of an open file has. */
export function databasePragma(database: DatabaseSync, name: Pragma): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
