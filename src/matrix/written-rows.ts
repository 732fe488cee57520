import { hash } from "node:crypto";
import type { KeyChange } from "../core/key-rows.ts";
import type { TransactionChanges } from "./watch-transaction.ts";

/**
 * Remembers what stands in the durable rows, as digests, so that writing the same again can be left out: the crypto library
 * saves its whole account at every sync, changed or not.
 */
export class WrittenRows {
  /** database → store → key → digest of the value. */
  readonly #databases = new Map<string, Map<string, Map<string, string>>>();

  /** What must be written so that the rows follow a finished transaction. */
  newChanges(database: string, changes: TransactionChanges): readonly KeyChange[] {
    const needed: KeyChange[] = [];
    for (const [store, { cleared, values }] of changes) {
      const written = this.#store(database, store);
      const clears = cleared && written.size > 0;
      if (clears) needed.push({ kind: "clear", database, store });
      for (const [key, value] of values) {
        const before = clears ? undefined : written.get(key);
        if (value === undefined) {
          if (before !== undefined) needed.push({ kind: "delete", database, store, key });
        } else if (before !== digest(value)) needed.push({ kind: "put", database, store, key, value });
      }
    }
    return needed;
  }

  /** The rows have taken these. */
  note(changes: readonly KeyChange[]): void {
    for (const change of changes) {
      const written = this.#store(change.database, change.store);
      switch (change.kind) {
        case "put":
          written.set(change.key, digest(change.value));
          break;
        case "delete":
          written.delete(change.key);
          break;
        case "clear":
          written.clear();
          break;
      }
    }
  }

  forget(database: string): void {
    this.#databases.delete(database);
  }

  #store(database: string, store: string): Map<string, string> {
    const stores = this.#databases.get(database) ?? new Map<string, Map<string, string>>();
    this.#databases.set(database, stores);
    const written = stores.get(store) ?? new Map<string, string>();
    stores.set(store, written);
    return written;
  }
}

function digest(text: string): string {
  return hash("sha256", text, "base64");
}
