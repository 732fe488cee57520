import type { Clock } from "../core/clock.ts";
import type { Database } from "./database.ts";

/** Rows that may wait in memory for the next transaction. */
export interface WaitingRows {
  /** Writes what waits; called inside a transaction. */
  write(): void;
  /** That transaction was committed, or undone as a whole. */
  ended(isCommitted: boolean): void;
}

/** ms after which a write that failed is tried again. */
const againMs = 1_000;
const nothingElse = (): void => undefined;

/** Lets what can wait a moment ride along in the next transaction: what a command costs are its syncs. */
export class LaterWrites implements Disposable {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #waiting: WaitingRows[] = [];
  #timer: { readonly dueAt: number; readonly timer: Disposable } | undefined;
  #isOpen = false;
  #hasFailed = false;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  add(rows: WaitingRows): void {
    this.#waiting.push(rows);
  }

  /** One transaction of all that `work` writes and of all that waits. Inside another it is a part of that one. */
  together<Result>(work: () => Result): Result {
    if (this.#isOpen) return work();
    this.#isOpen = true;
    let isCommitted = false;
    try {
      const result = this.#database.inTransaction(() => {
        const done = work();
        for (const rows of this.#waiting) rows.write();
        return done;
      });
      isCommitted = true;
      this.#hasFailed = false;
      this.#clearTimer();
      return result;
    } finally {
      this.#isOpen = false;
      for (const rows of this.#waiting) rows.ended(isCommitted);
    }
  }

  /** Without another transaction within so many ms, one is made. Throws what the disk says when the last one of these failed. */
  within(ms: number): void {
    if (this.#hasFailed) this.together(nothingElse);
    else this.#setTimer(ms);
  }

  /** What the disk takes no more comes again: the homeserver repeats its events, and a repeated request changes nothing. */
  [Symbol.dispose](): void {
    if (this.#timer === undefined) return;
    this.#clearTimer();
    try {
      this.together(nothingElse);
    } catch {}
  }

  #setTimer(ms: number): void {
    const dueAt = this.#clock.monotonic() + ms;
    if (this.#timer !== undefined && this.#timer.dueAt <= dueAt) return;
    this.#clearTimer();
    this.#timer = { dueAt, timer: this.#clock.after(ms, () => this.#write()) };
  }

  #clearTimer(): void {
    this.#timer?.timer[Symbol.dispose]();
    this.#timer = undefined;
  }

  #write(): void {
    this.#timer = undefined;
    try {
      this.together(nothingElse);
    } catch {
      // Whoever writes next is told.
      this.#hasFailed = true;
      this.#setTimer(againMs);
    }
  }
}
