import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { AgentFault } from "../core/agent-fault.ts";
import { directoryFault, storeFault } from "./store-fault.ts";

export type Cell = SQLInputValue;

export interface Query<Row> {
  first(...cells: readonly Cell[]): Row | undefined;
  all(...cells: readonly Cell[]): readonly Row[];
  each(...cells: readonly Cell[]): Iterable<Row>;
}

/** One SQLite file, held by this process alone until it is disposed. Every failure is an AgentFault that names the file. */
export interface Database extends Disposable {
  readonly file: string;
  /** Prepared once. The caller vouches for `Row`: it wrote both the SQL and the STRICT table. Integers are bigint on wish. */
  query<Row>(sql: string, options?: { readonly bigints: boolean }): Query<Row>;
  /** Prepared once; returns how many rows changed. Synced when it returns, unless inside `inTransaction`. */
  change(sql: string): (...cells: readonly Cell[]) => number;
  /** All or nothing, synced when it returns. Inside another it is a part of that one. */
  inTransaction<Result>(work: () => Result): Result;
  /** Transactions undone so far: what was remembered of their rows is not true. */
  undone(): number;
}

/** SQLite 3.7.0 to 3.51.2 can corrupt a WAL file when it is reset (sqlite.org/wal.html, "the WAL-reset bug"). */
const oldestSqlite = [3, 51, 3] as const;
const busyTimeoutMs = 1000;

const pragmas = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 256;
  PRAGMA journal_size_limit = 1048576;
  PRAGMA cache_size = -400;
  PRAGMA mmap_size = 0;
  PRAGMA temp_store = MEMORY;
  PRAGMA foreign_keys = ON;
`;

/**
 * Opens or makes `directory/name`: file 0600, directory 0700. `upgrades[n]` is the SQL that leads from schema version n to n + 1
 * (`user_version`). A new file gets pages of that size. Throws `state-directory`, `store-locked`, `store-newer` or `store-corrupt`; a damaged file is never replaced.
 */
export function openDatabase(
  directory: string,
  name: string,
  upgrades: readonly string[],
  { pageBytes = 4096 }: { readonly pageBytes?: number } = {},
): Database {
  const file = join(directory, name);
  makeFile(directory, file);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: busyTimeoutMs });
    assertSqliteVersion(database);
    database.exec(`PRAGMA page_size = ${pageBytes}; ${pragmas}`);
    lockForThisProcess(database);
    assertSound(database, file);
    upgrade(database, file, upgrades);
    return wrapDatabase(database, file);
  } catch (cause) {
    closeQuietly(database);
    throw cause instanceof AgentFault ? cause : storeFault(file, cause);
  }
}

/**
 * Never opens a file that is there already: closing any descriptor of it would drop the POSIX locks that SQLite
 * may hold on it in this very process.
 */
function makeFile(directory: string, file: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!existsSync(file)) closeSync(openSync(file, "wx", 0o600));
    chmodSync(file, 0o600);
  } catch (cause) {
    throw directoryFault(directory, cause);
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

function assertSound(database: DatabaseSync, file: string): void {
  const found = database.prepare("PRAGMA quick_check(1)").get()?.quick_check;
  if (found !== "ok") throw storeFault(file, new Error(String(found)), "store-corrupt");
}

function upgrade(database: DatabaseSync, file: string, upgrades: readonly string[]): void {
  const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
  if (version > upgrades.length) {
    throw new AgentFault(
      "store-newer",
      `${file} has schema version ${version}; this Roomwire knows up to ${upgrades.length}.`,
    );
  }
  if (version === upgrades.length) return;
  const steps = upgrades.slice(version).join(";\n");
  database.exec(`BEGIN IMMEDIATE; ${steps}; PRAGMA user_version = ${upgrades.length}; COMMIT`);
}

function wrapDatabase(database: DatabaseSync, file: string): Database {
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      throw cause instanceof AgentFault ? cause : storeFault(file, cause);
    }
  };
  let undone = 0;
  const onUndone = (): void => {
    undone += 1;
  };
  return {
    file,
    query<Row>(sql: string, options?: { readonly bigints: boolean }): Query<Row> {
      const statement = database.prepare(sql);
      if (options?.bigints) statement.setReadBigInts(true);
      return {
        first: (...cells) => guarded(() => statement.get(...cells) as Row | undefined),
        all: (...cells) => guarded(() => statement.all(...cells) as Row[]),
        each: (...cells) => guarded(() => statement.iterate(...cells) as Iterable<Row>),
      };
    },
    change(sql) {
      const statement = database.prepare(sql);
      return (...cells) => guarded(() => Number(statement.run(...cells).changes));
    },
    inTransaction: (work) =>
      guarded(() => (database.isTransaction ? work() : runTransaction(database, work, onUndone))),
    undone: () => undone,
    [Symbol.dispose]() {
      closeQuietly(database);
    },
  };
}

function runTransaction<Result>(database: DatabaseSync, work: () => Result, onUndone: () => void): Result {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (cause) {
    onUndone();
    // A full disk makes SQLite roll back by itself.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw cause;
  }
}

/** Closing the only connection moves the write-ahead log into the file; where the disk refuses, the log stays and is read next time. */
function closeQuietly(database: DatabaseSync | undefined): void {
  if (database?.isOpen) database.close();
}
