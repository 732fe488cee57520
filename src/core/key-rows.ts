/** One change to an object store of the key database; keys and values are JSON text. */
export type KeyChange =
  | {
      readonly kind: "put";
      readonly database: string;
      readonly store: string;
      readonly key: string;
      readonly value: string;
    }
  | { readonly kind: "delete"; readonly database: string; readonly store: string; readonly key: string }
  | { readonly kind: "clear"; readonly database: string; readonly store: string };

export interface KeyStoreShape {
  readonly name: string;
  readonly version: number;
  readonly stores: readonly {
    readonly name: string;
    readonly indexes: readonly {
      readonly name: string;
      readonly keyPath: string | readonly string[];
      readonly unique: boolean;
      readonly multiEntry: boolean;
    }[];
  }[];
}

/** Durable rows under the crypto library's IndexedDB. One process at a time. */
export interface KeyRows {
  databases(): readonly KeyStoreShape[];
  rows(database: string, store: string): Iterable<{ readonly key: string; readonly value: string }>;
  /** One transaction, synced. Throws when the disk does not take it. */
  apply(changes: readonly KeyChange[]): void;
  /** The whole content of a database after its schema changed, in one transaction. */
  replace(shape: KeyStoreShape, changes: readonly KeyChange[]): void;
  remove(database: string): void;
}
