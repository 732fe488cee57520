import assert from "node:assert/strict";
import { test } from "node:test";
import { asUserId } from "../../src/core/ids.ts";
import { warnOfUnpinned } from "../../src/wiring/warn-of-unpinned.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const ana = asUserId("@ana:hs");
const operator = { user: ana, masterKey: undefined, trust: undefined };

test("an operator without a key in the file is warned of until one is pinned, in whatever way", () => {
  const store = new MemoryControlStore();
  const before = new LogLines();
  warnOfUnpinned([operator], store, before);
  assert.equal(before.lines.length, 1);
  assert.match(before.lines[0] ?? "", /^warn: no key of @ana:hs is pinned, .*`roomwire operators pair`/);

  store.setPin({ user: ana, masterKey: "a key", way: "emoji", pinnedAt: 1 }, { kind: "pin", body: {} });
  const after = new LogLines();
  warnOfUnpinned([operator], store, after);
  assert.deepEqual(after.lines, []);
});

test("nobody is warned of whose key stands in the file, or whose first one will count", () => {
  const log = new LogLines();
  const people = [
    { ...operator, masterKey: "a key" },
    { ...operator, trust: "first-use" as const },
  ];
  warnOfUnpinned(people, new MemoryControlStore(), log);
  assert.deepEqual(log.lines, []);
});
