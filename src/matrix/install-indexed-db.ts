import { AgentFault } from "../core/agent-fault.ts";
import type { IdbFactory } from "./indexed-db-shapes.ts";

type Route = Pick<IdbFactory, "open" | "deleteDatabase">;

/** What fake-indexeddb exports; it has types only for programs that load the DOM's. */
export interface FakeIndexedDb {
  readonly IDBFactory: new () => IdbFactory;
  readonly IDBKeyRange: new (...args: never[]) => object;
}

const globalClasses = [
  "IDBCursor",
  "IDBCursorWithValue",
  "IDBDatabase",
  "IDBFactory",
  "IDBIndex",
  "IDBKeyRange",
  "IDBObjectStore",
  "IDBOpenDBRequest",
  "IDBRequest",
  "IDBTransaction",
  "IDBVersionChangeEvent",
] as const;

/** The crypto library finds its database through `globalThis.indexedDB` alone, so there can be only one table of routes. */
const routes = new Map<string, Route>();

/** Loads fake-indexeddb and makes it this process's IndexedDB, once. */
export async function installIndexedDb(): Promise<FakeIndexedDb> {
  const fake: FakeIndexedDb & Record<(typeof globalClasses)[number], unknown> = await import("fake-indexeddb");
  if ("indexedDB" in globalThis) return fake;
  const comparing = new fake.IDBFactory();
  const indexedDB: Route & { cmp: IdbFactory["cmp"] } = {
    open: (name, version) => routeOf(name).open(name, version),
    deleteDatabase: (name) => routeOf(name).deleteDatabase(name),
    cmp: (first, second) => comparing.cmp(first, second),
  };
  for (const name of globalClasses) define(name, fake[name]);
  define("indexedDB", indexedDB);
  return fake;
}

/** Leads databases named `prefix` or `prefix::…` to one key store until disposed. */
export function addRoute(prefix: string, route: Route): Disposable {
  if (routes.has(prefix)) {
    throw new AgentFault("store-locked", `A key store for ${prefix} is already open in this process.`);
  }
  routes.set(prefix, route);
  return { [Symbol.dispose]: () => void routes.delete(prefix) };
}

/** Never a database in memory only: keys in it would be lost without a word. */
function routeOf(database: string): Route {
  for (const [prefix, route] of routes) if (database === prefix || database.startsWith(`${prefix}::`)) return route;
  throw new AgentFault("internal", `No key store is open for the database ${database}.`);
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
