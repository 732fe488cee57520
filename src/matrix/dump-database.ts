import { AgentFault } from "../core/agent-fault.ts";
import type { KeyChange, KeyStoreShape } from "../core/key-rows.ts";
import type { IdbDatabase } from "./indexed-db-shapes.ts";
import { plainJson } from "./plain-json.ts";

type Put = Extract<KeyChange, { kind: "put" }>;

/** Insides of fake-indexeddb 6.2.8; test/matrix/key-store.test.ts fails when an update changes them. */
interface RawDatabase {
  readonly _rawDatabase: { readonly rawObjectStores: ReadonlyMap<string, RawStore> };
}

interface RawStore {
  readonly name: string;
  readonly keyPath: unknown;
  readonly autoIncrement: boolean;
  readonly rawIndexes: ReadonlyMap<string, KeyStoreShape["stores"][number]["indexes"][number]>;
  readonly records: { values(): Iterable<{ readonly key: unknown; readonly value: unknown }> };
}

/**
 * Shape and rows of a whole database. After a change of schema the new content must be written before anybody hears of it, and
 * IndexedDB has no synchronous way to read: hence the look inside.
 */
export function dumpDatabase(database: IdbDatabase): { readonly shape: KeyStoreShape; readonly puts: readonly Put[] } {
  const stores = [...(database as IdbDatabase & RawDatabase)._rawDatabase.rawObjectStores.values()];
  const shape = { name: database.name, version: database.version, stores: stores.map(storeShape) };
  const puts = stores.flatMap((store) =>
    [...store.records.values()].map(
      ({ key, value }): Put => ({
        kind: "put",
        database: database.name,
        store: store.name,
        key: plainJson(key),
        value: plainJson(value),
      }),
    ),
  );
  return { shape, puts };
}

function storeShape({ name, keyPath, autoIncrement, rawIndexes }: RawStore): KeyStoreShape["stores"][number] {
  if (keyPath !== null || autoIncrement) {
    throw new AgentFault("internal", `Object store ${name} has keys of its own, which the key store cannot keep.`);
  }
  const indexes = [...rawIndexes.values()].map(({ name, keyPath, unique, multiEntry }) => ({
    name,
    keyPath,
    unique,
    multiEntry,
  }));
  return { name, indexes };
}
