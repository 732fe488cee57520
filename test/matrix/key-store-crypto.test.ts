import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import type { KeyRows } from "../../src/core/key-rows.ts";
import { openKeyStore } from "../../src/matrix/key-store.ts";
import { sealRows } from "../../src/matrix/seal-rows.ts";
import { openCryptoFile } from "../../src/store/crypto-file.ts";
import { readStoreKey } from "../../src/store/store-key.ts";
import { runChild } from "../fakes/child-lines.ts";
import { MemoryKeyRows } from "../fakes/memory-key-rows.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { openMachine } from "./some-machine.ts";

const child = join(import.meta.dirname, "encrypting-child.ts");
const noCare = { onUnwritable: (cause: AgentFault) => assert.fail(cause.message) };

function sealedFile(directory: string): KeyRows & Disposable {
  const file = openCryptoFile(directory);
  return { ...sealRows(file, readStoreKey(directory)), [Symbol.dispose]: () => file[Symbol.dispose]() };
}

test("killed ten times, the device stays the same, its session goes on and no index is used twice", async () => {
  using directory = temporaryDirectory();
  const identities = new Set<string>();
  const sessions = new Set<string>();
  const indexes: number[] = [];
  for (let kill = 0; kill < 10; kill++) {
    const process = runChild(child, directory.path);
    await process.reached(2 + Math.floor(Math.random() * 40));
    await process.kill();
    const [identity = "", ...events] = process.lines;
    identities.add(identity);
    for (const event of events) {
      const [session = "", index] = event.split(" ");
      sessions.add(session);
      indexes.push(Number(index));
    }
  }
  assert.equal(identities.size, 1);
  assert.equal(sessions.size, 1);
  assert.equal(new Set(indexes).size, indexes.length);
  assert.ok(indexes.length > 50);
  assert.deepEqual(
    indexes,
    indexes.toSorted((a, b) => a - b),
  );
});

test("an empty sync writes nothing at all", async () => {
  const rows = new MemoryKeyRows();
  using machine = await openMachine(sealRows(rows, new Uint8Array(32)), "agent");
  await machine.emptySync();
  const before = rows.applied.length;
  for (let sync = 0; sync < 20; sync++) await machine.emptySync();
  assert.equal(rows.applied.length - before, 0);
  await machine.encrypt("something");
  assert.equal(rows.applied.length - before, 1, "an event is one transaction");
});

test("two machines in one process, one of them encrypting its store by itself, come back as themselves", async () => {
  const [ana, ben] = [new MemoryKeyRows(), new MemoryKeyRows()];
  const ownKey = new Uint8Array(32).fill(5);
  const seen: unknown[] = [];
  for (let start = 0; start < 2; start++) {
    using first = await openMachine(ana, "ana");
    using second = await openMachine(ben, "ben", ownKey);
    assert.notEqual(first.identityKey, second.identityKey);
    seen.push([first.identityKey, second.identityKey]);
    assert.equal((await first.encrypt("x")).index, start);
    assert.equal((await second.encrypt("x")).index, start);
  }
  assert.deepEqual(seen[0], seen[1]);
});

test("another key is refused with a clear fault, and the right one still opens", async () => {
  using directory = temporaryDirectory();
  let identity = "";
  {
    using rows = sealedFile(directory.path);
    using machine = await openMachine(rows, "agent");
    identity = machine.identityKey;
  }
  {
    using file = openCryptoFile(directory.path);
    const wrong = sealRows(file, new Uint8Array(32).fill(1));
    await assert.rejects(openKeyStore(wrong, { prefix: "agent", ...noCare }), (error) => {
      assert.ok(error instanceof AgentFault);
      assert.equal(error.code, "wrong-store-key");
      assert.match(error.message, /does not open with this key/);
      return true;
    });
  }
  using rows = sealedFile(directory.path);
  using machine = await openMachine(rows, "agent");
  assert.equal(machine.identityKey, identity);
});

test("a second process on the same keys is refused", async () => {
  using directory = temporaryDirectory();
  const first = runChild(child, directory.path);
  await first.reached(1);
  assert.throws(
    () => openCryptoFile(directory.path),
    (error) =>
      error instanceof AgentFault && error.code === "store-locked" && /crypto\.db is in use/.test(error.message),
  );
  await first.kill();
});

test("no key material and no name lies readable in sealed rows", async () => {
  const rows = new MemoryKeyRows();
  using machine = await openMachine(sealRows(rows, new Uint8Array(32)), "agent");
  const { session } = await machine.encrypt("x");
  const stored = rows
    .databases()
    .flatMap(({ name, stores }) => stores.flatMap((store) => [...rows.rows(name, store.name)]));
  assert.ok(stored.length > 3);
  const text = JSON.stringify(
    stored.map(({ key, value }) => [key, value, Buffer.from(value, "base64").toString("latin1")]),
  );
  for (const readable of [session, machine.identityKey, "example.org", "account"])
    assert.ok(!text.includes(readable), readable);
});
