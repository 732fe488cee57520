import type { DatabaseSync } from "node:sqlite";
import { AgentFault } from "../core/agent-fault.ts";
import { databasePragma } from "./database-pragma.ts";
import { storeFault } from "./store-fault.ts";

/** What leads from one schema version to the next: SQL, then what only a program can do with the rows. */
export type Upgrade<Handle> = string | { readonly sql: string; readonly carry: (database: Handle) => void };

/** "RW" in the upper half of `application_id`, the schema's version in the lower: so a flipped bit in either is noticed. */
const mark = 0x5257_0000;

/** Leads the file from its version to the newest in one transaction. */
export function upgradeDatabase<Handle>(
  database: DatabaseSync,
  version: number,
  upgrades: readonly Upgrade<Handle>[],
  handle: Handle,
): void {
  const newest = upgrades.length;
  if (version === newest && databasePragma(database, "application_id") === mark + newest) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    for (const upgrade of upgrades.slice(version)) {
      database.exec(typeof upgrade === "string" ? upgrade : upgrade.sql);
      if (typeof upgrade !== "string") upgrade.carry(handle);
    }
    database.exec(`PRAGMA user_version = ${newest}; PRAGMA application_id = ${mark + newest}; COMMIT`);
  } catch (cause) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw cause;
  }
}

/** The version of the schema that a file has. Throws `store-newer`, or `store-corrupt` when it cannot be the file's own. */
export function schemaVersion(database: DatabaseSync, file: string, newest: number): number {
  const version = databasePragma(database, "user_version");
  const told = databasePragma(database, "application_id");
  // The first versions did not tell it twice.
  const isUnmarked = told === 0 && (version > 0 || isEmpty(database));
  if (told !== mark + version && !isUnmarked) {
    throw storeFault(file, new Error("it does not tell its version"), "store-corrupt");
  }
  if (version <= newest) return version;
  throw new AgentFault("store-newer", `${file} has schema version ${version}; this Roomwire knows up to ${newest}.`);
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare("SELECT name FROM sqlite_schema LIMIT 1").get() === undefined;
}
