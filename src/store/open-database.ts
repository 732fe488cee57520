import { chmodSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AgentFault } from "../core/agent-fault.ts";
import { checkStructure, checkTables } from "./check-structure.ts";
import type { Database } from "./database.ts";
import { databasePragma } from "./database-pragma.ts";
import { defineRowSum, keepRowSums } from "./keep-row-sums.ts";
import { makeDatabaseFile } from "./make-database-file.ts";
import { directoryFault, storeFault } from "./store-fault.ts";
import { schemaVersion, type Upgrade, upgradeDatabase } from "./upgrade-database.ts";
import { type DiskTroubles, wrapDatabase } from "./wrap-database.ts";

export interface DatabaseOptions extends DiskTroubles {
  /** Of a file that is made. Small ones make small commits cheap. */
  readonly pageBytes?: number;
  /** Tables whose rows hold sums of their own, so that a large file need not be read whole when it is opened. */
  readonly summed?: readonly string[];
}

/** SQLite 3.7.0 to 3.51.2 can corrupt a WAL file when it is reset (sqlite.org/wal.html, "the WAL-reset bug"). */
const oldestSqlite = [3, 51, 3] as const;
const busyTimeoutMs = 1000;

/** So much the write-ahead log may hold before it is moved into the file. */
const logBytes = 1024 * 1024;

const pragmas = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA journal_size_limit = ${logBytes};
  PRAGMA cache_size = -400;
  PRAGMA mmap_size = 0;
  PRAGMA temp_store = MEMORY;
  PRAGMA foreign_keys = ON;
`;

/**
 * Opens or makes `directory/name`: file 0600, directory 0700. `upgrades[n]` leads from schema version n to n + 1
 * (`user_version`). Throws `state-directory`, `store-locked`, `store-newer` or `store-corrupt`; a damaged file is never replaced.
 */
export function openDatabase(
  directory: string,
  name: string,
  upgrades: readonly Upgrade<Database>[],
  { pageBytes = 4096, summed = [], ...troubles }: DatabaseOptions = {},
): Database {
  const file = join(directory, name);
  findOrMakeFile(directory, file, pageBytes);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: busyTimeoutMs });
    // The lock comes first: so SQLite keeps the index of the log in memory, and needs no room for a file of it.
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec(pragmas);
    assertSqliteVersion(database);
    database.exec(`PRAGMA wal_autocheckpoint = ${logBytes / databasePragma(database, "page_size")}`);
    lockForThisProcess(database);
    const version = schemaVersion(database, file, upgrades.length);
    checkStructure(database, file, summed);
    defineRowSum(database);
    const wrapped = wrapDatabase(database, file, troubles);
    upgradeDatabase(database, version, upgrades, wrapped);
    checkTables(database, file, upgrades);
    keepRowSums(wrapped);
    // All of it was looked at; hardly any of it is needed soon.
    database.exec("PRAGMA shrink_memory");
    return wrapped;
  } catch (cause) {
    closeQuietly(database);
    throw cause instanceof AgentFault ? cause : storeFault(file, cause);
  }
}

/**
 * Never opens a file that is there already: closing any descriptor of it would drop the POSIX locks that SQLite
 * may hold on it in this very process.
 */
function findOrMakeFile(directory: string, file: string, pageBytes: number): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === 0) throw storeFault(file, new Error("it is empty"), "store-corrupt");
    if (size === undefined) makeDatabaseFile(file, pageBytes);
    chmodSync(file, 0o600);
  } catch (cause) {
    throw cause instanceof AgentFault ? cause : directoryFault(directory, cause);
  }
}

function assertSqliteVersion(database: DatabaseSync): void {
  const version = String(database.prepare("SELECT sqlite_version() AS version").get()?.version);
  const parts = version.split(".").map(Number);
  const differing = oldestSqlite.findIndex((least, place) => parts[place] !== least);
  if (differing !== -1 && (parts[differing] ?? 0) < (oldestSqlite[differing] ?? 0)) {
    throw new AgentFault("internal", `SQLite ${version} can corrupt its files; ${oldestSqlite.join(".")} is needed.`, {
      remedy: "Use a newer Node 24.",
    });
  }
}

/** With locking_mode EXCLUSIVE a lock once taken is kept until the file is closed; this takes it. */
function lockForThisProcess(database: DatabaseSync): void {
  database.exec("BEGIN EXCLUSIVE; COMMIT");
}

/** Closing the only connection moves the write-ahead log into the file; where the disk refuses, the log stays and is read next time. */
function closeQuietly(database: DatabaseSync | undefined): void {
  if (database?.isOpen) database.close();
}
