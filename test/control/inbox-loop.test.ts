import assert from "node:assert/strict";
import { test } from "node:test";
import { bob, gateScene, text } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const bobs = { masterKey: "bob-master-key", sessionId: "bob" };

test("a sender of many events waits after each few for the others, and keeps their own order", async () => {
  const clock = new HandClock();
  const store = new MemoryControlStore(() => clock.now());
  // Received while nobody looks: first 100 of one sender, then one of another.
  await using gate = gateScene({ clock, store, isAsleep: true });
  for (let index = 0; index < 100; index++) {
    await gate.receive({ ...text("so we were saying"), eventId: `$ana${index}` });
  }
  await gate.receive({ ...text("!temperature"), sender: bob, facts: bobs, eventId: "$bob" });
  await gate.wake();
  assert.equal(gate.opener.asked.indexOf("$bob"), 8);
  assert.deepEqual(
    gate.opener.asked.filter((id) => id.startsWith("$ana")),
    Array.from({ length: 100 }, (_, index) => `$ana${index}`),
  );
  assert.equal(store.nextEvent(0), undefined);
});

test("an event that waits for its key is tried ever more rarely, however often somebody wakes", async () => {
  await using gate = gateScene();
  await gate.receive({ eventId: "$late", opened: undefined });
  for (let second = 0; second < 299; second++) {
    for (let wake = 0; wake < 4; wake++) {
      await gate.clock.advance(250);
      await gate.wake();
    }
  }
  const tries = gate.opener.asked.filter((id) => id === "$late").length;
  assert.ok(tries > 50 && tries < 100, `${tries}`);
});

test("one sender's events without keys leave room for another's", async () => {
  await using gate = gateScene();
  for (let index = 0; index < 101; index++) {
    const sessionId = `s${index}`;
    await gate.receive({ opened: { kind: "waiting", sessionId }, wireContent: { session_id: sessionId } });
  }
  assert.deepEqual(
    gate.refusals.map(({ code }) => code),
    ["over-budget"],
  );
  await gate.receive({ opened: { kind: "waiting", sessionId: "b" }, wireContent: { session_id: "b" }, sender: bob });
  assert.equal(gate.refusals.length, 1);
});

test("what arrives while the inbox is being taken is taken too", async () => {
  await using gate = gateScene();
  await Promise.all(Array.from({ length: 30 }, () => gate.receive()));
  await gate.clock.advance(0);
  assert.equal(gate.store.nextEvent(0), undefined);
  assert.equal(gate.carried.length + gate.outcomes.filter(({ outcome }) => outcome.status === "refused").length, 30);
});

test("an event that is never opened, as over a key store that failed, does not hold up the end", async () => {
  const gate = gateScene({ isAsleep: true });
  await gate.receive({ eventId: "$never" });
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  gate.opener.open = () => {
    resolve();
    return new Promise(() => {});
  };
  void gate.wake();
  await asked;
  await gate[Symbol.asyncDispose]();
  assert.deepEqual(gate.refusals, []);
  assert.equal(gate.store.nextEvent(0)?.eventId, "$never");
});
