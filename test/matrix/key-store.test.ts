import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AgentFault } from "../../src/core/agent-fault.ts";
import type { KeyRows } from "../../src/core/key-rows.ts";
import type {
  IdbCursor,
  IdbDatabase,
  IdbEvent,
  IdbObjectStore,
  IdbRequest,
  IdbTransaction,
} from "../../src/matrix/indexed-db-shapes.ts";
import { openKeyStore } from "../../src/matrix/key-store.ts";
import { sealRows } from "../../src/matrix/seal-rows.ts";
import { openCryptoFile } from "../../src/store/crypto-file.ts";
import { MemoryKeyRows } from "../fakes/memory-key-rows.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { contentOf, done, ended, indexedDb, openDatabase, rangeOf } from "./indexed-db.ts";

const stores = ["plain", "indexed"];

function failed(cause: AgentFault): void {
  assert.fail(cause.message);
}

function keyStore(rows: KeyRows, prefix = "test") {
  return openKeyStore(rows, { prefix, onUnwritable: failed });
}

function firstVersion(database: IdbDatabase): void {
  database.createObjectStore("plain");
  const store = database.createObjectStore("indexed");
  store.createIndex("by-n", "n", { unique: false, multiEntry: false });
  store.createIndex("by-both", ["n", "m"], { unique: false, multiEntry: false });
  store.createIndex("only", "u", { unique: true, multiEntry: false });
}

const openTest = (name = "test::db") => openDatabase(name, 1, firstVersion);

/** Writes one value and waits for the end. */
async function put(database: IdbDatabase, key: string, value: unknown): Promise<void> {
  const transaction = database.transaction(["plain"], "readwrite");
  const end = ended(transaction);
  transaction.objectStore("plain").put(value, key);
  assert.equal(await end, "complete");
}

const key = fc.oneof(
  fc.constantFrom("a", "b", "c", "d"),
  fc.nat({ max: 3 }),
  fc.tuple(fc.constantFrom("a", "b"), fc.nat({ max: 1 })),
);
const value = fc.record(
  {
    n: fc.nat({ max: 3 }),
    m: fc.constantFrom("x", "y"),
    u: fc.nat({ max: 9 }),
    body: fc.oneof(fc.jsonValue(), fc.constant(undefined)),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const operation = fc.oneof(
  fc.record({ kind: fc.constantFrom("put" as const, "add" as const), key, value }),
  fc.record({ kind: fc.constant("delete" as const), key }),
  fc.record({ kind: fc.constant("delete-range" as const), low: key, high: key }),
  fc.record({ kind: fc.constant("clear" as const) }),
  fc.record({
    kind: fc.constant("cursor" as const),
    over: fc.constantFrom("store" as const, "index" as const),
    step: fc.constantFrom("update" as const, "delete" as const),
    value,
  }),
);
const transactions = fc.array(
  fc.record({
    operations: fc.array(fc.tuple(fc.constantFrom(...stores), operation), { maxLength: 8 }),
    abort: fc.constantFrom(false, false, true),
  }),
  { maxLength: 8 },
);
type Operation = typeof operation extends fc.Arbitrary<infer One> ? One : never;

/** A request that fails is forgiven, so that its transaction goes on without it. */
function forgive(request: IdbRequest): void {
  request.addEventListener("error", (event) => {
    const failure = event as IdbEvent & { preventDefault(): void; stopPropagation(): void };
    failure.preventDefault();
    failure.stopPropagation();
  });
}

function run(store: IdbObjectStore, one: Operation): IdbRequest {
  switch (one.kind) {
    case "put":
    case "add":
      return store[one.kind](one.value, one.key);
    case "delete":
      return store.delete(one.key);
    case "delete-range": {
      const [low, high] = [one.low, one.high].sort((a, b) => indexedDb().cmp(a, b));
      return store.delete(rangeOf(low, high));
    }
    case "clear":
      return store.clear();
    case "cursor":
      return runCursor(store, one);
  }
}

/** Changes every second record that a cursor passes. */
function runCursor(store: IdbObjectStore, one: Extract<Operation, { kind: "cursor" }>): IdbRequest {
  const request = (one.over === "index" && store.name === "indexed" ? store.index("by-n") : store).openCursor();
  let passed = 0;
  request.addEventListener("success", () => {
    const cursor = request.result as (IdbCursor & { continue(): void }) | null;
    if (cursor === null) return;
    if (passed++ % 2 === 0) forgive(one.step === "delete" ? cursor.delete() : cursor.update(one.value));
    if (passed < 20) cursor.continue();
  });
  return request;
}

const kinds: readonly (readonly [string, (directory: string) => KeyRows & Partial<Disposable>])[] = [
  ["rows in memory", () => new MemoryKeyRows()],
  ["a sealed file", (directory) => withDispose(openCryptoFile(directory))],
];

function withDispose(file: KeyRows & Disposable): KeyRows & Disposable {
  return { ...sealRows(file, new Uint8Array(32).fill(1)), [Symbol.dispose]: () => file[Symbol.dispose]() };
}

for (const [name, openRows] of kinds) {
  test(`whatever is done, a reload finds what was there: ${name}`, async () => {
    const runs = name === "rows in memory" ? 150 : 15;
    await fc.assert(
      fc.asyncProperty(transactions, async (list) => {
        using directory = temporaryDirectory();
        let rows = openRows(directory.path);
        let before: unknown;
        {
          using _store = await keyStore(rows);
          const database = await openTest();
          for (const { operations, abort } of list) {
            const transaction = database.transaction(stores, "readwrite") as IdbTransaction & { abort(): void };
            const end = ended(transaction);
            for (const [store, one] of operations) forgive(run(transaction.objectStore(store), one));
            if (abort)
              transaction
                .objectStore("plain")
                .getAllKeys(undefined)
                .addEventListener("success", () => transaction.abort());
            await end;
          }
          before = await contentOf(database, stores);
          database.close();
        }
        rows[Symbol.dispose]?.();
        if (name !== "rows in memory") rows = openRows(directory.path);
        using _again = await keyStore(rows);
        const database = await openTest();
        assert.deepEqual(withoutMissing(await contentOf(database, stores)), withoutMissing(before));
        database.close();
        rows[Symbol.dispose]?.();
      }),
      { numRuns: runs },
    );
  });
}

/** A field that is undefined is not kept, which the crypto library reads alike; prototypes do not matter. */
function withoutMissing(part: unknown): unknown {
  return JSON.parse(JSON.stringify(part));
}

test("the same text again is not written, nor is a transaction that changes nothing", async () => {
  const rows = new MemoryKeyRows();
  using _store = await keyStore(rows);
  const database = await openTest();
  await put(database, "a", { n: 1 });
  assert.equal(rows.applied.length, 1);
  await put(database, "a", { n: 1 });
  const transaction = database.transaction(["plain"], "readwrite");
  const end = ended(transaction);
  const store = transaction.objectStore("plain");
  store.put({ n: 2 }, "a");
  store.put({ n: 3 }, "b");
  store.delete("b");
  store.delete("never there");
  store.put({ n: 1 }, "a");
  await end;
  assert.equal(rows.applied.length, 1);
});

test("a store that is cleared and filled with the same again keeps it", async () => {
  const rows = new MemoryKeyRows();
  using _store = await keyStore(rows);
  const database = await openTest();
  await put(database, "a", 1);
  await put(database, "b", 2);
  const transaction = database.transaction(["plain"], "readwrite");
  const end = ended(transaction);
  transaction.objectStore("plain").clear();
  transaction.objectStore("plain").put(1, "a");
  await end;
  assert.deepEqual([...rows.rows("test::db", "plain")], [{ key: '"a"', value: "1" }]);
});

test("several operations on one key are written as the last one", async () => {
  const rows = new MemoryKeyRows();
  using _store = await keyStore(rows);
  const database = await openTest();
  const transaction = database.transaction(["plain"], "readwrite");
  const end = ended(transaction);
  for (let n = 0; n < 9; n++) transaction.objectStore("plain").put({ n }, "a");
  await end;
  assert.deepEqual(rows.applied, [
    [{ kind: "put", database: "test::db", store: "plain", key: '"a"', value: '{"n":8}' }],
  ]);
});

test("rows are written before any listener hears of the commit", async () => {
  const rows = new MemoryKeyRows();
  using _store = await keyStore(rows);
  const database = await openTest();
  const transaction = database.transaction(["plain"], "readwrite") as IdbTransaction & { oncomplete: unknown };
  const seen: number[] = [];
  transaction.addEventListener("complete", () => seen.push(rows.applied.length));
  transaction.oncomplete = () => seen.push(rows.applied.length);
  const end = ended(transaction);
  transaction.objectStore("plain").put(1, "a");
  await end;
  assert.deepEqual(seen, [1, 1]);
});

test("when the rows take nothing, nobody hears of the commit and everything after is refused", async () => {
  const rows = new MemoryKeyRows();
  const causes: AgentFault[] = [];
  using store = await openKeyStore(rows, { prefix: "test", onUnwritable: (cause) => causes.push(cause) });
  const database = await openTest();
  rows.failNext = new Error("database or disk is full");
  const heard: string[] = [];
  const first = database.transaction(["plain"], "readwrite");
  const second = database.transaction(["indexed"], "readwrite");
  for (const one of [first, second]) one.addEventListener("complete", () => heard.push("complete"));
  first.objectStore("plain").put(1, "a");
  second.objectStore("indexed").put({ n: 1 }, "b");
  for (let turn = 0; turn < 50; turn++) await new Promise((next) => setImmediate(next));
  assert.deepEqual(heard, []);
  assert.deepEqual(
    causes.map(({ code }) => code),
    ["store-unwritable"],
  );
  assert.match(causes[0]?.message ?? "", /disk is full/);
  assert.equal(store.failure, causes[0]);
  assert.deepEqual(rows.applied, [], "not even what would have gone through");
  assert.throws(() => database.transaction(["plain"], "readonly"), AgentFault);
  assert.throws(() => indexedDb().open("test::db"), AgentFault);
});

test("a first opening whose schema cannot be written never succeeds", async () => {
  const rows = new MemoryKeyRows();
  const causes: AgentFault[] = [];
  using _store = await openKeyStore(rows, { prefix: "test", onUnwritable: (cause) => causes.push(cause) });
  rows.failNext = new Error("no space");
  let opened = false;
  void openTest().then(() => {
    opened = true;
  });
  for (let turn = 0; turn < 50; turn++) await new Promise((next) => setImmediate(next));
  assert.equal(opened, false);
  assert.equal(causes.length, 1);
  assert.deepEqual(rows.databases(), []);
});

test("a change of schema keeps what it should, drops what it drops, and survives a reload", async () => {
  const rows = new MemoryKeyRows();
  {
    using _store = await keyStore(rows);
    const database = await openTest();
    await put(database, "a", "kept");
    database.close();
    const upgraded = await openDatabase("test::db", 7, (changing, transaction) => {
      (changing as IdbDatabase & { deleteObjectStore(name: string): void }).deleteObjectStore("indexed");
      changing.createObjectStore("new").put({ x: [1, { y: null }] }, "k");
      transaction.objectStore("plain").createIndex("late", "z", { unique: false, multiEntry: true });
    });
    await put(upgraded, "b", { z: [1, 2] });
    upgraded.close();
  }
  using _again = await keyStore(rows);
  const database = await done(indexedDb().open("test::db"));
  assert.equal(database.version, 7);
  assert.deepEqual(await contentOf(database, ["new", "plain"]), [
    ["new", ["k"], [{ x: [1, { y: null }] }], []],
    ["plain", ["a", "b"], ["kept", { z: [1, 2] }], [["late", ["b", "b"], [{ z: [1, 2] }, { z: [1, 2] }]]]],
  ]);
});

test("an upgrade that is given up changes nothing", async () => {
  const rows = new MemoryKeyRows();
  {
    using _store = await keyStore(rows);
    const database = await openTest();
    await put(database, "a", 1);
    database.close();
    const upgrade = openDatabase("test::db", 2, (changing) => {
      changing.createObjectStore("new");
      throw new Error("given up");
    });
    await assert.rejects(upgrade);
  }
  assert.deepEqual(
    rows.databases().map(({ version, stores }) => [version, stores.length]),
    [[1, 2]],
  );
  using _again = await keyStore(rows);
  assert.deepEqual(await contentOf(await openTest(), ["plain"]), [["plain", ["a"], [1], []]]);
});

test("a deleted database is gone after a reload", async () => {
  const rows = new MemoryKeyRows();
  using _store = await keyStore(rows);
  const database = await openTest();
  await put(database, "a", 1);
  database.close();
  await done(indexedDb().deleteDatabase("test::db"));
  assert.deepEqual(rows.databases(), []);
  assert.deepEqual([...rows.rows("test::db", "plain")], []);
});

test("two stores in one process do not see each other, and each writes to its own rows", async () => {
  const [ana, ben] = [new MemoryKeyRows(), new MemoryKeyRows()];
  {
    using _one = await keyStore(ana, "ana");
    using _two = await keyStore(ben, "ben");
    const [first, second] = [await openTest("ana::db"), await openTest("ben::db")];
    await put(first, "k", "ana's");
    await put(second, "k", "ben's");
    assert.deepEqual([ana.databases()[0]?.name, ben.databases()[0]?.name], ["ana::db", "ben::db"]);
  }
  using _one = await keyStore(ana, "ana");
  assert.deepEqual(await contentOf(await openTest("ana::db"), ["plain"]), [["plain", ["k"], ["ana's"], []]]);
  assert.deepEqual([...ben.rows("ben::db", "plain")], [{ key: '"k"', value: '"ben\'s"' }]);
});

test("a prefix may be a user id of a server that is an IPv6 address", async () => {
  const rows = new MemoryKeyRows();
  using _store = await keyStore(rows, "@a:[::1]");
  const database = await openTest("@a:[::1]::db");
  await put(database, "k", 1);
  assert.equal(rows.databases()[0]?.name, "@a:[::1]::db");
});

test("one prefix can be open once, and a database without a store is refused", async () => {
  using _one = await keyStore(new MemoryKeyRows());
  await assert.rejects(keyStore(new MemoryKeyRows()), /already open/);
  assert.throws(() => indexedDb().open("another::db"), /No key store is open/);
});

test("a value that JSON would alter is refused, in memory as well", async () => {
  const rows = new MemoryKeyRows();
  using _store = await keyStore(rows);
  const database = await openTest();
  const transaction = database.transaction(["plain"], "readwrite");
  for (const odd of [
    new Uint8Array(3),
    new Date(0),
    Number.NaN,
    new Map(),
    1n,
    [Number.POSITIVE_INFINITY],
    { a: { b: new Set() } },
  ]) {
    assert.throws(() => transaction.objectStore("plain").put(odd, "a"), TypeError);
  }
  assert.deepEqual(await contentOf(database, ["plain"]), [["plain", [], [], []]]);
});

test("a row that is not JSON is named as damage", async () => {
  const rows = new MemoryKeyRows();
  {
    using _store = await keyStore(rows);
    await put(await openTest(), "a", 1);
  }
  rows.apply([{ kind: "put", database: "test::db", store: "plain", key: '"a"', value: "{" }]);
  await assert.rejects(keyStore(rows), (error) => error instanceof AgentFault && error.code === "store-corrupt");
});
