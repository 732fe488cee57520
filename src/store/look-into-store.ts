import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import type { KeyRows, KeyStoreShape } from "../core/key-rows.ts";
import type { PinStore } from "../core/store-ports.ts";
import { pinQuestions } from "./pin-rows.ts";
import { storeFault } from "./store-fault.ts";

/** A look at a store as it lies in its file, what stands in the write-ahead log left out. */
export interface StoreLook extends Disposable {
  readonly file: string;
  /** Number of its schema. */
  readonly version: number;
  /** A small fact of control.db. */
  fact(name: string): string | undefined;
  /** Pins and keys seen of control.db; nobody's before there were any. */
  readonly people: Pick<PinStore, "pin" | "keysSeen">;
  /** The rows of crypto.db, for reading only. */
  keyRows(): Pick<KeyRows, "databases" | "rows">;
}

/**
 * Looks into a store beside its owner: takes no lock, makes no file, changes nothing; so it may see what was true some minutes
 * ago. undefined where there is none. Throws `store-corrupt` when it is no store.
 */
export function lookIntoStore(
  directory: string,
  name: "control.db" | "crypto.db" | "readings.db",
): StoreLook | undefined {
  const file = join(directory, name);
  if (!existsSync(file)) return undefined;
  const url = pathToFileURL(file);
  url.search = "immutable=1";
  try {
    const database = new DatabaseSync(url, { readOnly: true });
    const version = Number(database.prepare("PRAGMA user_version").get()?.user_version);
    return {
      file,
      version,
      ...questions(database),
      people: people(database, version),
      [Symbol.dispose]: () => database.close(),
    };
  } catch (cause) {
    throw storeFault(file, cause);
  }
}

/** The schema version of control.db that brought pins. */
const firstWithPins = 2;

function people(database: DatabaseSync, version: number): StoreLook["people"] {
  const query = <Row>(sql: string) => ({
    first: (...cells: readonly string[]) => database.prepare(sql).get(...cells) as Row | undefined,
    all: (...cells: readonly string[]) => database.prepare(sql).all(...cells) as Row[],
  });
  return version < firstWithPins ? { pin: () => undefined, keysSeen: () => [] } : pinQuestions(query);
}

function questions(database: DatabaseSync): Pick<StoreLook, "fact" | "keyRows"> {
  return {
    fact: (name) => {
      const row = database.prepare("SELECT value FROM facts WHERE name = ?").get(name);
      return typeof row?.value === "string" ? row.value : undefined;
    },
    keyRows: () => ({
      databases: () =>
        database
          .prepare("SELECT shape FROM shapes")
          .all()
          .map(({ shape }) => JSON.parse(String(shape)) as KeyStoreShape),
      *rows(name, store) {
        const rows = database.prepare("SELECT key, value FROM rows WHERE database = ? AND store = ?");
        for (const { key, value } of rows.iterate(name, store)) yield { key: String(key), value: String(value) };
      },
    }),
  };
}
