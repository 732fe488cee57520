import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { AgentFault } from "../core/agent-fault.ts";
import { checkStructure, checkTables } from "./check-structure.ts";
import { defineRowSum, keepRowSums } from "./keep-row-sums.ts";
import { directoryFault, isDiskFull, storeFault } from "./store-fault.ts";
import { schemaVersion, type Upgrade, upgradeDatabase } from "./upgrade-database.ts";

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
  /** Bytes of the file's pages, and of those among them that hold nothing; the write-ahead log left out. */
  size(): { readonly bytes: number; readonly free: number };
  /** Shortens the file by pages that hold nothing, up to that many bytes. Not inside `inTransaction`. */
  shorten(bytes: number): void;
  /** Moves all of the write-ahead log into the file; only then the file itself is as long as its pages say. */
  emptyLog(): void;
}

export interface DatabaseOptions {
  /** Of a file that is made. Small ones make small commits cheap. */
  readonly pageBytes?: number;
  /** Tables whose rows hold sums of their own, so that a large file need not be read whole when it is opened. */
  readonly summed?: readonly string[];
  /** Makes room on a full disk, once; what failed for want of it is then done again. */
  readonly giveUpRoom?: () => boolean;
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
  { pageBytes = 4096, summed = [], giveUpRoom = () => false }: DatabaseOptions = {},
): Database {
  const file = join(directory, name);
  makeFile(directory, file);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: busyTimeoutMs });
    // The lock comes first: so SQLite keeps the index of the log in memory, and needs no room for a file of it. The form can be
    // chosen for an empty file only; said again it would be written again.
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    if (pragma(database, "page_count") === 0) {
      database.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA auto_vacuum = INCREMENTAL`);
    }
    database.exec(pragmas);
    assertSqliteVersion(database);
    database.exec(`PRAGMA wal_autocheckpoint = ${logBytes / pragma(database, "page_size")}`);
    lockForThisProcess(database);
    const version = schemaVersion(database, file, upgrades.length);
    checkStructure(database, file, summed);
    defineRowSum(database);
    const wrapped = wrapDatabase(database, file, giveUpRoom);
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

function pragma(database: DatabaseSync, name: "page_size" | "page_count" | "freelist_count"): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

function wrapDatabase(database: DatabaseSync, file: string, giveUpRoom: () => boolean): Database {
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      throw cause instanceof AgentFault ? cause : storeFault(file, cause);
    }
  };
  /** A full disk undoes the whole transaction, so a part of one is not done again by itself. */
  const written = <Result>(work: () => Result): Result => {
    try {
      return guarded(work);
    } catch (cause) {
      if (database.isTransaction || !isDiskFull(cause) || !giveUpRoom()) throw cause;
      return guarded(work);
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
      return (...cells) => {
        const run = () => Number(statement.run(...cells).changes);
        return database.isTransaction ? guarded(run) : written(run);
      };
    },
    inTransaction: (work) =>
      database.isTransaction ? guarded(work) : written(() => runTransaction(database, work, onUndone)),
    undone: () => undone,
    size: () =>
      guarded(() => {
        const page = pragma(database, "page_size");
        return { bytes: page * pragma(database, "page_count"), free: page * pragma(database, "freelist_count") };
      }),
    shorten: (bytes) =>
      guarded(() => {
        const pages = Math.ceil(bytes / pragma(database, "page_size"));
        database.exec(`PRAGMA incremental_vacuum(${pages})`);
      }),
    emptyLog: () => guarded(() => database.exec("PRAGMA wal_checkpoint(TRUNCATE)")),
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
