import assert from "node:assert/strict";
import {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openControlFile } from "../../src/store/control-file.ts";
import {
  assertStoresUnused,
  type ErasedFile,
  eraseStores,
  holdStoreLogs,
  storeFilesIn,
} from "../../src/store/erase-stores.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { canary, filesWithCanary, plantCanaries } from "./plant-canaries.ts";

async function erase(directory: string): Promise<ErasedFile[]> {
  const told: ErasedFile[] = [];
  await eraseStores(
    directory,
    (file) => told.push(file),
    async () => undefined,
  );
  return told;
}

/** What stands on the blocks of a file, also after it was removed. */
function contentOf(file: number): Buffer {
  const content = Buffer.alloc(fstatSync(file).size);
  readSync(file, content, 0, content.length, 0);
  return content;
}

test("every store is overwritten in place before it is removed, keys first", async () => {
  using directory = temporaryDirectory();
  const state = join(directory.path, "state");
  plantCanaries(state);
  const names = readdirSync(state);
  assert.deepEqual(
    filesWithCanary(state).sort(),
    [
      "adopted.json",
      "control.db",
      "control.db-wal",
      "crypto.db-wal",
      "login.json",
      "login.json.new",
      "readings.db-wal",
      "readings.db.damaged-3",
      "readings.db.damaged-3-wal",
      "recovery-key",
    ],
    "the canary is everywhere where it can be",
  );
  assert.ok(names.includes("control.db-shm") && names.includes("store.key"));
  const key = readFileSync(join(state, "store.key"));
  const held = names.map((name) => ({ name, file: openSync(join(state, name), "r") }));
  const before = held.map(({ file }) => contentOf(file));
  const ours = storeFilesIn(state);
  assert.deepEqual(ours.toSorted(), names.toSorted());
  const told = await erase(state);
  assert.deepEqual(readdirSync(state), []);
  assert.equal(told[0]?.name, "store.key");
  assert.deepEqual(
    told.map(({ name }) => name),
    ours,
  );
  assert.ok(told.every(({ how }) => how === "erased"));
  for (const [index, { name, file }] of held.entries()) {
    const after = contentOf(file);
    closeSync(file);
    assert.equal(after.length, before[index]?.length, name);
    assert.ok(!after.includes(canary) && !after.includes(key), `${name} still holds it`);
    assert.ok(after.length < 32 || !after.equals(before[index] ?? after), name);
  }
});

test("the store that a closed agent leaves is erased as well", async () => {
  using directory = temporaryDirectory();
  plantCanaries(directory.path);
  openControlFile(directory.path, new HandClock())[Symbol.dispose]();
  assert.ok(filesWithCanary(directory.path).includes("control.db"));
  await erase(directory.path);
  assert.deepEqual(readdirSync(directory.path), []);
});

test("links are removed and not followed, foreign files are left, and each is told", async () => {
  using directory = temporaryDirectory();
  const state = join(directory.path, "state");
  mkdirSync(join(state, "copy"), { recursive: true });
  const outside = join(directory.path, "outside");
  const twin = join(directory.path, "twin");
  writeFileSync(outside, "not ours");
  writeFileSync(twin, "ours, with another name elsewhere");
  symlinkSync(outside, join(state, "login.json"));
  symlinkSync(join(directory.path, "nowhere"), join(state, "store.key"));
  linkSync(twin, join(state, "recovery-key"));
  writeFileSync(join(state, "notes.txt"), "mine");
  mkdirSync(join(state, "crypto.db"));
  const told = await erase(state);
  assert.equal(readFileSync(outside, "utf8"), "not ours");
  assert.equal(readFileSync(twin, "utf8"), "ours, with another name elsewhere");
  assert.deepEqual(readdirSync(state).sort(), ["copy", "crypto.db", "notes.txt"]);
  assert.deepEqual(
    told.map(({ name, how }) => [name, how]),
    [
      ["store.key", "link"],
      ["login.json", "link"],
      ["recovery-key", "shared"],
      ["crypto.db", "failed"],
      ["copy", "foreign"],
      ["notes.txt", "foreign"],
    ],
  );
});

test("what stands in the log of a store that is closed later is overwritten, too", () => {
  using directory = temporaryDirectory();
  const store = openControlFile(directory.path, new HandClock());
  store.setFact("name", canary);
  const wal = join(directory.path, "control.db-wal");
  const file = openSync(wal, "r");
  assert.ok(contentOf(file).includes(canary));
  const logs = holdStoreLogs(directory.path);
  store[Symbol.dispose]();
  assert.ok(!existsSync(wal));
  assert.ok(contentOf(file).includes(canary), "closing alone removes it only from sight");
  logs.overwrite();
  assert.ok(contentOf(file).length > 0 && !contentOf(file).includes(canary));
  closeSync(file);
  logs.overwrite();
});

test("stores that are open are not erased from outside; a damaged one is no reason not to", () => {
  using directory = temporaryDirectory();
  assertStoresUnused(directory.path);
  const store = openControlFile(directory.path, new HandClock());
  // Another connection of this very process is refused as another process is.
  assert.throws(() => assertStoresUnused(directory.path), { code: "store-locked" });
  store[Symbol.dispose]();
  assertStoresUnused(directory.path);
  writeFileSync(join(directory.path, "control.db"), "no store");
  assertStoresUnused(directory.path);
});
