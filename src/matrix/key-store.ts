import { AgentFault } from "../core/agent-fault.ts";
import type { KeyChange, KeyRows, KeyStoreShape } from "../core/key-rows.ts";
import { DurableFactory } from "./durable-factory.ts";
import type { IdbDatabase, IdbFactory } from "./indexed-db-shapes.ts";
import { addRoute, installIndexedDb } from "./install-indexed-db.ts";
import { WrittenRows } from "./written-rows.ts";

export interface KeyStoreOptions {
  /** The SDK's `cryptoDatabasePrefix`. Several stores may be open in one process under different prefixes. */
  readonly prefix: string;
  /**
   * Called once when a change could not be made durable. From then on the store refuses everything and nothing that waits for
   * it goes on, so the process can only make its outputs safe and end.
   */
  readonly onUnwritable: (cause: AgentFault) => void;
}

export interface KeyStore extends Disposable {
  readonly prefix: string;
  /** Why the store refuses to go on; undefined while it works. No sync token may be kept once this is set. */
  readonly failure: AgentFault | undefined;
}

type Put = Extract<KeyChange, { kind: "put" }>;

/**
 * Gives the crypto library a durable IndexedDB: fake-indexeddb in memory, filled from the rows, every committed change written
 * through before the library goes on. To be awaited before the library is initialised. The rows stay the caller's to close,
 * after the library and this. Throws `store-corrupt` when a row is not JSON, and whatever reading the rows throws.
 */
export async function openKeyStore(rows: KeyRows, { prefix, onUnwritable }: KeyStoreOptions): Promise<KeyStore> {
  const { IDBFactory, IDBKeyRange } = await installIndexedDb();
  const factory = new IDBFactory();
  const written = new WrittenRows();
  for (const shape of rows.databases()) {
    if (shape.name !== prefix && !shape.name.startsWith(`${prefix}::`)) continue;
    const puts = shape.stores.flatMap((store) => readStore(rows, shape.name, store.name));
    await restore(factory, shape, puts);
    written.note(puts);
  }
  const durable = new DurableFactory({ factory, KeyRange: IDBKeyRange, rows, written, onUnwritable });
  const route = addRoute(prefix, durable);
  return {
    prefix,
    get failure() {
      return durable.closed;
    },
    [Symbol.dispose]() {
      route[Symbol.dispose]();
      durable.close(new AgentFault("internal", `The key store for ${prefix} was closed before its user.`));
    },
  };
}

function readStore(rows: KeyRows, database: string, store: string): readonly Put[] {
  return Array.from(
    rows.rows(database, store),
    ({ key, value }): Put => ({ kind: "put", database, store, key, value }),
  );
}

/** Makes one database in memory, with its own version, before anything watches. */
function restore(factory: IdbFactory, shape: KeyStoreShape, puts: readonly Put[]): Promise<void> {
  const request = factory.open(shape.name, shape.version);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let unreadable: unknown;
  request.addEventListener("upgradeneeded", () => {
    try {
      fill(request.result, shape, puts);
    } catch (cause) {
      unreadable = cause;
      throw cause;
    }
  });
  request.addEventListener("error", () => {
    const cause = unreadable ?? request.error;
    reject(new AgentFault("store-corrupt", `The key store's database ${shape.name} is damaged.`, { cause }));
  });
  request.addEventListener("success", () => {
    request.result.close();
    resolve();
  });
  return promise;
}

function fill(database: IdbDatabase, shape: KeyStoreShape, puts: readonly Put[]): void {
  const stores = new Map(
    shape.stores.map(({ name, indexes }) => {
      const store = database.createObjectStore(name);
      for (const { name, keyPath, unique, multiEntry } of indexes) {
        store.createIndex(name, keyPath, { unique, multiEntry });
      }
      return [name, store] as const;
    }),
  );
  for (const { store, key, value } of puts) stores.get(store)?.put(JSON.parse(value), JSON.parse(key));
}
