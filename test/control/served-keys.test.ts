import assert from "node:assert/strict";
import { test } from "node:test";
import { peopleNow } from "../../src/control/people.ts";
import { takeServedKey } from "../../src/control/served-keys.ts";
import { asUserId, type UserId } from "../../src/core/ids.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const [ana, bob, eve] = ["ana", "bob", "eve"].map((name) => asUserId(`@${name}:example.org`)) as [
  UserId,
  UserId,
  UserId,
];
const plain = { trust: undefined, may: ["read"], things: undefined, until: undefined } as const;
const configuration = {
  operators: [
    { ...plain, user: ana, masterKey: "ana-1" },
    { ...plain, user: bob, masterKey: undefined },
  ],
  readers: [eve, bob],
};

function scene() {
  const clock = new HandClock();
  const store = new MemoryControlStore(() => clock.now());
  const changes: string[] = [];
  const serve = (user: UserId, key: string): void =>
    takeServedKey(user, key, {
      people: [...configuration.operators, { user: eve }],
      store,
      clock,
      onChanged: (user, served, pinned) => void changes.push(`${user} ${pinned} ${served}`),
    });
  const standings = () => peopleNow(configuration, store).map(({ standing }) => standing);
  return { store, changes, serve, standings };
}

test("a changed identity is told once per change, and the pin stays", () => {
  const { store, changes, serve, standings } = scene();
  serve(ana, "ana-1");
  assert.deepEqual(changes, []);
  serve(ana, "ana-2");
  serve(ana, "ana-2");
  assert.deepEqual(changes, [`${ana} ana-1 ana-2`]);
  assert.deepEqual(
    store.auditEntries(0, 10).map(({ kind, body }) => ({ kind, body })),
    [{ kind: "identity", body: { user: ana, served: "ana-2", pinned: "ana-1" } }],
  );
  assert.deepEqual(standings(), ["identity-changed", "not-pinned", "not-pinned"]);
  serve(ana, "ana-1");
  assert.deepEqual(standings()[0], "verified");
  serve(ana, "ana-2");
  assert.equal(changes.length, 2);
  assert.deepEqual(
    store.keysSeen(ana).map(({ masterKey }) => masterKey),
    ["ana-1", "ana-2", "ana-1", "ana-2"],
  );
});

test("a key that is not the pinned one from the beginning is told as well", () => {
  const { serve, changes } = scene();
  serve(ana, "never-seen-before");
  assert.equal(changes.length, 1);
});

test("without a pin a key is only remembered, of a stranger not even that", () => {
  const { store, serve, changes } = scene();
  serve(bob, "bob-1");
  serve(bob, "bob-2");
  serve(asUserId("@mallory:example.org"), "m");
  assert.deepEqual(changes, []);
  assert.equal(store.keysSeen(bob).length, 2);
  assert.deepEqual(store.keysSeen(asUserId("@mallory:example.org")), []);
});

test("a change that could not be told is told at the next look", () => {
  const { store, serve, changes } = scene();
  serve(ana, "ana-1");
  store.failNext = new Error("disk full");
  assert.throws(() => serve(ana, "ana-2"));
  assert.deepEqual(changes, []);
  serve(ana, "ana-2");
  assert.equal(changes.length, 1);
});

test("first use and readers are shown as what they are", () => {
  const { store, standings } = scene();
  store.setPin({ user: bob, masterKey: "b", way: "first-use", pinnedAt: 1 }, { kind: "pin", body: {} });
  store.setPin({ user: eve, masterKey: "e", way: "emoji", pinnedAt: 1 }, { kind: "pin", body: {} });
  assert.deepEqual(standings(), ["verified", "first-use", "verified"]);
});
