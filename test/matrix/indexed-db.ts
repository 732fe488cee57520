import type { IdbDatabase, IdbFactory, IdbRequest, IdbTransaction } from "../../src/matrix/indexed-db-shapes.ts";

/** What a user of IndexedDB does, as promises. */
export function indexedDb(): IdbFactory {
  return (globalThis as unknown as { readonly indexedDB: IdbFactory }).indexedDB;
}

export function rangeOf(low: unknown, high: unknown): unknown {
  const { IDBKeyRange } = globalThis as unknown as { IDBKeyRange: { bound(low: unknown, high: unknown): unknown } };
  return IDBKeyRange.bound(low, high);
}

export function done<Result>(request: IdbRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}

/** Resolves with how the transaction ended. */
export function ended(transaction: IdbTransaction): Promise<"complete" | "abort"> {
  return new Promise((resolve) => {
    transaction.addEventListener("complete", () => resolve("complete"));
    transaction.addEventListener("abort", () => resolve("abort"));
  });
}

export function openDatabase(
  name: string,
  version: number,
  upgrade: (database: IdbDatabase, transaction: IdbTransaction) => void,
): Promise<IdbDatabase> {
  const request = indexedDb().open(name, version);
  request.addEventListener("upgradeneeded", () => {
    if (request.transaction !== null) upgrade(request.result, request.transaction);
  });
  return done(request);
}

/** Everything in the given stores, by index as well. */
export async function contentOf(database: IdbDatabase, stores: readonly string[]): Promise<unknown> {
  const transaction = database.transaction([...stores], "readonly");
  const all = stores.map(async (name) => {
    const store = transaction.objectStore(name) as unknown as {
      readonly indexNames: Iterable<string>;
      getAll(): IdbRequest<readonly unknown[]>;
      getAllKeys(): IdbRequest<readonly unknown[]>;
      index(name: string): { getAll(): IdbRequest; getAllKeys(): IdbRequest };
    };
    const indexes = [...store.indexNames].map(async (index) => [
      index,
      await done(store.index(index).getAllKeys()),
      await done(store.index(index).getAll()),
    ]);
    return [name, await done(store.getAllKeys()), await done(store.getAll()), await Promise.all(indexes)];
  });
  return Promise.all(all);
}
