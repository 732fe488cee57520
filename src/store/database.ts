import type { SQLInputValue } from "node:sqlite";

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
  /** Writes what stands there already, to see whether the disk takes it; synced when it returns. */
  tryWrite(): void;
  /** Moves all of the write-ahead log into the file; only then the file itself is as long as its pages say. */
  emptyLog(): void;
}
