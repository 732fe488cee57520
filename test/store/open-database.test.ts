import assert from "node:assert/strict";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { runChild } from "../fakes/child-lines.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const steps = ["CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL) STRICT"];

function fill(directory: string): string {
  using database = openDatabase(directory, "x.db", steps);
  const add = database.change("INSERT INTO t (b) VALUES (?)");
  database.inTransaction(() => {
    for (let i = 0; i < 2000; i++) add(`row ${i} ${"x".repeat(50)}`);
  });
  return database.file;
}

const isFault = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof AgentFault, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, words);
  assert.ok(error.remedy.length > 0);
  return true;
};

test("the directory is made 0700 and the files 0600, whatever the umask", () => {
  using directory = temporaryDirectory();
  const before = process.umask(0);
  try {
    using database = openDatabase(join(directory.path, "a", "b"), "x.db", steps);
    database.change("INSERT INTO t (b) VALUES ('x')")();
    assert.equal(statSync(join(directory.path, "a", "b")).mode & 0o777, 0o700);
    assert.equal(statSync(database.file).mode & 0o777, 0o600);
    assert.equal(statSync(`${database.file}-wal`).mode & 0o777, 0o600);
  } finally {
    process.umask(before);
  }
});

test("closing leaves one file without a log beside it, and what was written is there again", () => {
  using directory = temporaryDirectory();
  const file = fill(directory.path);
  assert.equal(existsSync(`${file}-wal`), false);
  using database = openDatabase(directory.path, "x.db", steps);
  assert.equal(database.query("SELECT b FROM t WHERE a = 2000").all().length, 1);
});

test("later steps are applied to an older file, each once", () => {
  using directory = temporaryDirectory();
  fill(directory.path);
  const more = [...steps, "ALTER TABLE t ADD COLUMN c INTEGER", "UPDATE t SET c = a * 2"];
  openDatabase(directory.path, "x.db", more)[Symbol.dispose]();
  using database = openDatabase(directory.path, "x.db", more);
  assert.equal(database.query<{ c: number }>("SELECT c FROM t WHERE a = 21").first()?.c, 42);
});

test("a step that fails leaves the file at its old version", () => {
  using directory = temporaryDirectory();
  fill(directory.path);
  const broken = [...steps, "CREATE TABLE u (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1)"];
  assert.throws(() => openDatabase(directory.path, "x.db", broken), isFault("internal", /x\.db.*nowhere/));
  using database = openDatabase(directory.path, "x.db", steps);
  assert.equal(database.query("SELECT name FROM sqlite_schema WHERE name = 'u'").first(), undefined);
});

test("a file of a newer Roomwire is refused in words", () => {
  using directory = temporaryDirectory();
  openDatabase(directory.path, "x.db", [...steps, "CREATE TABLE u (a INTEGER) STRICT"])[Symbol.dispose]();
  assert.throws(() => openDatabase(directory.path, "x.db", steps), isFault("store-newer", /x\.db.*version 2.*up to 1/));
});

test("a second opener is refused while the first one lives, in this process and in another", async () => {
  using directory = temporaryDirectory();
  using _first = openDatabase(directory.path, "x.db", steps);
  assert.throws(() => openDatabase(directory.path, "x.db", steps), isFault("store-locked", /x\.db is in use/));
  const other = runChild(join(import.meta.dirname, "opening-child.ts"), directory.path);
  assert.equal(await other.ended, 0);
  assert.deepEqual(other.lines, ["store-locked"]);
});

test("the lock of a killed process is gone with it", async () => {
  using directory = temporaryDirectory();
  const other = runChild(join(import.meta.dirname, "opening-child.ts"), directory.path);
  await other.reached(1);
  assert.deepEqual(other.lines, ["open"]);
  assert.throws(() => openDatabase(directory.path, "x.db", steps), isFault("store-locked", /x\.db is in use/));
  await other.kill();
  openDatabase(directory.path, "x.db", steps)[Symbol.dispose]();
});

test("a damaged header is named and the file left as it is", () => {
  using directory = temporaryDirectory();
  const file = fill(directory.path);
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(16, 0xff), 0, 16, 0);
  closeSync(descriptor);
  const before = readFileSync(file);
  assert.throws(() => openDatabase(directory.path, "x.db", steps), isFault("store-corrupt", /x\.db is damaged/));
  assert.deepEqual(readFileSync(file), before);
});

test("a file that says it is of another form is damaged, not a mistake in SQL", () => {
  using directory = temporaryDirectory();
  const file = fill(directory.path);
  const descriptor = openSync(file, "r+");
  // The schema format number (sqlite.org/fileformat2.html, 1.3.13).
  writeSync(descriptor, Buffer.of(0x44), 0, 1, 47);
  closeSync(descriptor);
  assert.throws(() => openDatabase(directory.path, "x.db", steps), isFault("store-corrupt", /unsupported file format/));
});

test("a file that became empty is not taken for a new one", () => {
  using directory = temporaryDirectory();
  truncateSync(fill(directory.path), 0);
  assert.throws(() => openDatabase(directory.path, "x.db", steps), isFault("store-corrupt", /it is empty/));
});

test("a making that was cut off is begun anew", () => {
  using directory = temporaryDirectory();
  writeFileSync(join(directory.path, "x.db.new"), "half a header");
  fill(directory.path);
  assert.deepEqual(readdirSync(directory.path), ["x.db"]);
});

test("a log without its file is damage, and left as it is", () => {
  using directory = temporaryDirectory();
  writeFileSync(join(directory.path, "x.db-wal"), "frames");
  assert.throws(() => openDatabase(directory.path, "x.db", steps), isFault("store-corrupt", /it is gone/));
  assert.deepEqual(readdirSync(directory.path), ["x.db-wal"]);
});

test("a last number that is kept for no table is damage", () => {
  using directory = temporaryDirectory();
  const counted = ["CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT NOT NULL) STRICT"];
  {
    using database = openDatabase(directory.path, "x.db", counted);
    database.change("INSERT INTO t (b) VALUES ('x')")();
    database.change("UPDATE sqlite_sequence SET name = 's'")();
  }
  assert.throws(
    () => openDatabase(directory.path, "x.db", counted),
    isFault("store-corrupt", /a table that there is not/),
  );
});

test("a file cut short is named and left as it is", () => {
  using directory = temporaryDirectory();
  const file = fill(directory.path);
  const size = statSync(file).size;
  truncateSync(file, Math.floor(size / 2) + 100);
  assert.throws(() => openDatabase(directory.path, "x.db", steps), isFault("store-corrupt", /x\.db is damaged/));
  assert.equal(statSync(file).size, Math.floor(size / 2) + 100);
});

test("a directory that cannot be made is a fault of the state directory", () => {
  using directory = temporaryDirectory();
  writeFileSync(join(directory.path, "plain"), "");
  const below = join(directory.path, "plain", "state");
  assert.throws(() => openDatabase(below, "x.db", steps), isFault("state-directory", /plain.*cannot be used/));
});

test("a folder in the place of the file is a fault of the state directory", () => {
  using directory = temporaryDirectory();
  mkdirSync(join(directory.path, "x.db"));
  assert.throws(
    () => openDatabase(directory.path, "x.db", steps),
    isFault("state-directory", /x\.db cannot be opened/),
  );
});

test("a transaction that throws leaves nothing behind", () => {
  using directory = temporaryDirectory();
  using database = openDatabase(directory.path, "x.db", steps);
  const add = database.change("INSERT INTO t (a, b) VALUES (?, ?)");
  assert.throws(
    () =>
      database.inTransaction(() => {
        add(1, "one");
        add(1, "one again");
      }),
    isFault("internal", /UNIQUE/),
  );
  assert.equal(database.query("SELECT * FROM t").all().length, 0);
});
