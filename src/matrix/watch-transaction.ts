import type { IdbCursor, IdbCursorSource, IdbObjectStore, IdbRequest, IdbTransaction } from "./indexed-db-shapes.ts";
import { plainJson } from "./plain-json.ts";

/** What one transaction leaves behind in one object store. */
export interface StoreChanges {
  /** All that was there before is gone. */
  cleared: boolean;
  /** Last state of each touched key: its value, or undefined where it was deleted. Both are JSON text. */
  readonly values: Map<string, string | undefined>;
}

export type TransactionChanges = ReadonlyMap<string, StoreChanges>;

/**
 * Collects what a transaction really changes: an operation counts when its request succeeds, and only the last one on a key.
 * Methods are replaced on the very objects that the caller gets, so no prototype is touched and `instanceof` goes on working.
 * `KeyRange` tells a range from a key.
 */
export function watchTransaction(
  transaction: IdbTransaction,
  KeyRange: new (...args: never[]) => object,
): TransactionChanges {
  const changes = new Map<string, StoreChanges>();
  const watched = new Map<string, IdbObjectStore>();
  const openStore = transaction.objectStore.bind(transaction);
  transaction.objectStore = (name) => {
    const known = watched.get(name);
    if (known !== undefined) return known;
    const store = openStore(name);
    const kept: StoreChanges = { cleared: false, values: new Map() };
    changes.set(store.name, kept);
    watched.set(name, store);
    watchStore(store, kept, KeyRange);
    return store;
  };
  return changes;
}

function watchStore(store: IdbObjectStore, kept: StoreChanges, KeyRange: new (...args: never[]) => object): void {
  const [put, add, remove] = [store.put.bind(store), store.add.bind(store), store.delete.bind(store)];
  const [clear, openIndex] = [store.clear.bind(store), store.index.bind(store)];
  store.put = (value, key) => keepPut(kept, key, value, () => put(value, key));
  store.add = (value, key) => keepPut(kept, key, value, () => add(value, key));
  store.delete = (key) => {
    if (!(key instanceof KeyRange)) return keepDelete(kept, key, () => remove(key));
    // Requests run in order: this one finds the keys just before they go.
    const found = store.getAllKeys(key);
    return whenDone(remove(key), () => {
      for (const gone of found.result) kept.values.set(plainJson(gone), undefined);
    });
  };
  store.clear = () =>
    whenDone(clear(), () => {
      kept.cleared = true;
      kept.values.clear();
    });
  watchCursors(store, kept);
  const watchedIndexes = new Set<IdbCursorSource>();
  store.index = (name) => {
    const index = openIndex(name);
    if (!watchedIndexes.has(index)) watchCursors(index, kept);
    watchedIndexes.add(index);
    return index;
  };
}

function watchCursors(source: IdbCursorSource, kept: StoreChanges): void {
  const openCursor = source.openCursor.bind(source);
  source.openCursor = (range, direction) => {
    const request = openCursor(range, direction);
    let watched = false;
    // Succeeds once per step, always with the same cursor.
    return whenDone(request, () => {
      if (request.result === null || watched) return;
      watched = true;
      watchCursor(request.result, kept);
    });
  };
}

function watchCursor(cursor: IdbCursor, kept: StoreChanges): void {
  const [update, remove] = [cursor.update.bind(cursor), cursor.delete.bind(cursor)];
  cursor.update = (value) => keepPut(kept, cursor.primaryKey, value, () => update(value));
  cursor.delete = () => keepDelete(kept, cursor.primaryKey, remove);
}

/**
 * The texts are taken at once, as IndexedDB clones at once and the caller may change the object afterwards; and before the
 * request is made, so that what cannot be kept does not reach memory either.
 */
function keepPut(kept: StoreChanges, key: unknown, value: unknown, ask: () => IdbRequest): IdbRequest {
  const [keyText, valueText] = [plainJson(key), plainJson(value)];
  return whenDone(ask(), () => kept.values.set(keyText, valueText));
}

function keepDelete(kept: StoreChanges, key: unknown, ask: () => IdbRequest): IdbRequest {
  const keyText = plainJson(key);
  return whenDone(ask(), () => kept.values.set(keyText, undefined));
}

/** The first listener of a request runs before its owner hears of it. */
function whenDone<Request extends IdbRequest>(request: Request, run: () => void): Request {
  request.addEventListener("success", run);
  return request;
}
