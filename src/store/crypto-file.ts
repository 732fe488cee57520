import type { KeyChange, KeyRows, KeyStoreShape } from "../core/key-rows.ts";
import type { Database } from "./database.ts";
import { sumRows } from "./keep-row-sums.ts";
import { type DatabaseOptions, openDatabase } from "./open-database.ts";
import type { Upgrade } from "./upgrade-database.ts";

const upgrades: readonly Upgrade<Database>[] = [
  `
  -- Version and object stores of each IndexedDB database, as JSON.
  CREATE TABLE shapes (database TEXT PRIMARY KEY, shape TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE rows (
    database TEXT NOT NULL,
    store TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (database, store, key)
  ) STRICT;
  `,
  {
    sql: "ALTER TABLE shapes ADD COLUMN row_sum INTEGER; ALTER TABLE rows ADD COLUMN row_sum INTEGER",
    carry: sumRows,
  },
];

/** Opens `crypto.db`, the rows under the crypto library's IndexedDB. Losing or rolling back this file breaks ratchets. Throws as `openDatabase` does. */
export function openCryptoFile(
  directory: string,
  options: Pick<DatabaseOptions, "giveUpRoom"> = {},
): KeyRows & Disposable {
  const database = openDatabase(directory, "crypto.db", upgrades, options);
  const shapes = database.query<{ readonly shape: string }>("SELECT shape FROM shapes ORDER BY database");
  const rows = database.query<{ readonly key: string; readonly value: string }>(
    "SELECT key, value FROM rows WHERE database = ? AND store = ?",
  );
  const setShape = database.change(
    "INSERT INTO shapes (database, shape) VALUES (?, ?) ON CONFLICT DO UPDATE SET shape = excluded.shape",
  );
  const removeShape = database.change("DELETE FROM shapes WHERE database = ?");
  const removeRows = database.change("DELETE FROM rows WHERE database = ?");
  const makeChange = changeRows(database);
  return {
    databases: () => shapes.all().map(({ shape }) => JSON.parse(shape) as KeyStoreShape),
    rows: (name, store) => rows.each(name, store),
    apply(changes) {
      database.inTransaction(() => changes.forEach(makeChange));
    },
    replace(shape, changes) {
      database.inTransaction(() => {
        setShape(shape.name, JSON.stringify(shape));
        removeRows(shape.name);
        changes.forEach(makeChange);
      });
    },
    remove(name) {
      database.inTransaction(() => {
        removeShape(name);
        removeRows(name);
      });
    },
    [Symbol.dispose]() {
      database[Symbol.dispose]();
    },
  };
}

/** Opens it, writes what stands there already, and closes it again. Throws as `openDatabase` does. */
export function tryCryptoFile(directory: string): void {
  using database = openDatabase(directory, "crypto.db", upgrades);
  database.tryWrite();
}

function changeRows(database: Database): (change: KeyChange) => void {
  const put = database.change(
    `INSERT INTO rows (database, store, key, value) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value`,
  );
  const remove = database.change("DELETE FROM rows WHERE database = ? AND store = ? AND key = ?");
  const clear = database.change("DELETE FROM rows WHERE database = ? AND store = ?");
  return (change) => {
    switch (change.kind) {
      case "put":
        put(change.database, change.store, change.key, change.value);
        return;
      case "delete":
        remove(change.database, change.store, change.key);
        return;
      case "clear":
        clear(change.database, change.store);
        return;
    }
  };
}
