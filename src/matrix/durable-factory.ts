import { AgentFault } from "../core/agent-fault.ts";
import type { KeyRows } from "../core/key-rows.ts";
import { dumpDatabase } from "./dump-database.ts";
import type { IdbDatabase, IdbEvent, IdbFactory, IdbOpenRequest, IdbRequest, IdbTarget } from "./indexed-db-shapes.ts";
import { watchTransaction } from "./watch-transaction.ts";
import type { WrittenRows } from "./written-rows.ts";

export interface DurableOptions {
  readonly factory: IdbFactory;
  readonly KeyRange: new (...args: never[]) => object;
  readonly rows: KeyRows;
  readonly written: WrittenRows;
  readonly onUnwritable: (cause: AgentFault) => void;
}

/**
 * An in-memory IndexedDB whose every committed change is in the rows before anybody is told that it was committed: our
 * listener is the first of each `complete` and `success`, and writes synchronously.
 *
 * When the rows do not take a change, memory is ahead of the disk and must not be used: the event is stopped, so whoever waits
 * for it waits for ever and sends nothing; every later transaction is refused and every later event stopped as well.
 */
export class DurableFactory implements Pick<IdbFactory, "open" | "deleteDatabase"> {
  readonly #options: DurableOptions;
  readonly #watched = new WeakSet<IdbDatabase>();
  #closed: AgentFault | undefined;

  constructor(options: DurableOptions) {
    this.#options = options;
  }

  /** The reason why nothing more is done, if so. */
  get closed(): AgentFault | undefined {
    return this.#closed;
  }

  close(reason: AgentFault): void {
    this.#closed ??= reason;
  }

  open(name: string, version?: number): IdbOpenRequest {
    this.#assertOpen();
    const request = this.#options.factory.open(name, version);
    request.addEventListener("upgradeneeded", () => {
      const database = request.result;
      if (request.transaction !== null) this.#before(request.transaction, "complete", () => this.#writeAll(database));
    });
    this.#before(request, "success", () => this.#watch(request.result));
    return request;
  }

  deleteDatabase(name: string): IdbRequest {
    this.#assertOpen();
    const request = this.#options.factory.deleteDatabase(name);
    this.#before(request, "success", () => {
      this.#options.rows.remove(name);
      this.#options.written.forget(name);
    });
    return request;
  }

  #watch(database: IdbDatabase): void {
    if (this.#watched.has(database)) return;
    this.#watched.add(database);
    const begin = database.transaction.bind(database);
    database.transaction = (stores, mode, options) => {
      this.#assertOpen();
      const transaction = begin(stores, mode, options);
      if (transaction.mode === "readonly") return transaction;
      const changes = watchTransaction(transaction, this.#options.KeyRange);
      this.#before(transaction, "complete", () => {
        const { rows, written } = this.#options;
        const needed = written.newChanges(database.name, changes);
        if (needed.length === 0) return;
        rows.apply(needed);
        written.note(needed);
      });
      return transaction;
    };
  }

  #writeAll(database: IdbDatabase): void {
    const { rows, written } = this.#options;
    const { shape, puts } = dumpDatabase(database);
    rows.replace(shape, puts);
    written.forget(database.name);
    written.note(puts);
  }

  /** Runs `write` before any other listener hears of the event; if it fails, none ever does. */
  #before(target: IdbTarget, type: string, write: () => void): void {
    target.addEventListener(type, (event: IdbEvent) => {
      if (this.#closed === undefined) {
        try {
          write();
          return;
        } catch (cause) {
          this.#closed = new AgentFault("store-unwritable", sentence(cause), { cause });
        }
        event.stopImmediatePropagation();
        this.#options.onUnwritable(this.#closed);
      } else event.stopImmediatePropagation();
    });
  }

  #assertOpen(): void {
    if (this.#closed !== undefined) throw this.#closed;
  }
}

function sentence(cause: unknown): string {
  return `The key store could not be written: ${cause instanceof Error ? cause.message : String(cause)}`;
}
