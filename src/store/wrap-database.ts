import type { DatabaseSync } from "node:sqlite";
import { AgentFault } from "../core/agent-fault.ts";
import type { Database, Query } from "./database.ts";
import { databasePragma } from "./database-pragma.ts";
import { isDiskFull, storeFault } from "./store-fault.ts";

/** What is done when the disk does not take what is written. */
export interface DiskTroubles {
  /** Makes room on a full disk, once; what failed for want of it is then done again. */
  readonly giveUpRoom?: () => boolean;
  /** Told of every `store-unwritable`, before it is thrown. */
  readonly onUnwritable?: (fault: AgentFault) => void;
}

/** An open connection as the stores use it. */
export function wrapDatabase(
  database: DatabaseSync,
  file: string,
  { giveUpRoom = () => false, onUnwritable }: DiskTroubles = {},
): Database {
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      throw cause instanceof AgentFault ? cause : storeFault(file, cause);
    }
  };
  const told = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof AgentFault && cause.code === "store-unwritable") onUnwritable?.(cause);
      throw cause;
    }
  };
  /** A full disk undoes the whole transaction, so a part of one is not done again by itself. */
  const written = <Result>(work: () => Result): Result =>
    told(() => {
      try {
        return guarded(work);
      } catch (cause) {
        if (database.isTransaction || !isDiskFull(cause) || !giveUpRoom()) throw cause;
        return guarded(work);
      }
    });
  const read = <Result>(work: () => Result): Result => told(() => guarded(work));
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
        first: (...cells) => read(() => statement.get(...cells) as Row | undefined),
        all: (...cells) => read(() => statement.all(...cells) as Row[]),
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
        const page = databasePragma(database, "page_size");
        return {
          bytes: page * databasePragma(database, "page_count"),
          free: page * databasePragma(database, "freelist_count"),
        };
      }),
    shorten: (bytes) =>
      guarded(() => {
        const pages = Math.ceil(bytes / databasePragma(database, "page_size"));
        database.exec(`PRAGMA incremental_vacuum(${pages})`);
      }),
    tryWrite: () => {
      const version = databasePragma(database, "user_version");
      written(() => database.exec(`PRAGMA user_version = ${version}`));
    },
    emptyLog: () => guarded(() => database.exec("PRAGMA wal_checkpoint(TRUNCATE)")),
    [Symbol.dispose]() {
      if (database.isOpen) database.close();
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
