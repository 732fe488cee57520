import type { KeyChange, KeyRows, KeyStoreShape } from "../../src/core/key-rows.ts";

/** Key rows without a disk, which count what they are asked to write. They outlive a key store as a file would. */
export class MemoryKeyRows implements KeyRows {
  /** Every list of changes given to `apply`. */
  readonly applied: (readonly KeyChange[])[] = [];
  /** When set, the next write throws it, as a full disk would. */
  failNext: Error | undefined;
  readonly #shapes = new Map<string, KeyStoreShape>();
  readonly #rows = new Map<string, Map<string, string>>();

  databases(): readonly KeyStoreShape[] {
    return [...this.#shapes.values()];
  }

  *rows(database: string, store: string): Iterable<{ key: string; value: string }> {
    for (const [key, value] of this.#store(database, store)) yield { key, value };
  }

  apply(changes: readonly KeyChange[]): void {
    this.#failIfAsked();
    this.applied.push(changes);
    for (const change of changes) {
      const rows = this.#store(change.database, change.store);
      if (change.kind === "put") rows.set(change.key, change.value);
      else if (change.kind === "delete") rows.delete(change.key);
      else rows.clear();
    }
  }

  replace(shape: KeyStoreShape, changes: readonly KeyChange[]): void {
    this.#failIfAsked();
    this.#clear(shape.name);
    this.#shapes.set(shape.name, shape);
    for (const change of changes) {
      if (change.kind === "put") this.#store(change.database, change.store).set(change.key, change.value);
    }
  }

  remove(database: string): void {
    this.#failIfAsked();
    this.#shapes.delete(database);
    this.#clear(database);
  }

  #clear(database: string): void {
    for (const name of this.#rows.keys()) if (name.startsWith(`${database}\n`)) this.#rows.delete(name);
  }

  #store(database: string, store: string): Map<string, string> {
    const name = `${database}\n${store}`;
    const rows = this.#rows.get(name) ?? new Map<string, string>();
    this.#rows.set(name, rows);
    return rows;
  }

  #failIfAsked(): void {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
  }
}
