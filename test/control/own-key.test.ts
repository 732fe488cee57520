import assert from "node:assert/strict";
import { test } from "node:test";
import { ownKeysNow, takeOwnKey } from "../../src/control/own-key.ts";
import { asUserId } from "../../src/core/ids.ts";
import { ownKeyFact } from "../../src/core/own-key.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const agent = asUserId("@agent:x");

test("another own key than the kept one is told once and shown until it is gone or accepted", () => {
  const store = new MemoryControlStore();
  const told: string[] = [];
  const parts = {
    agent,
    store,
    clock: new HandClock(),
    onReplaced: (kept: string, now: string) => told.push(`${kept} ${now}`),
  };
  takeOwnKey("first", parts);
  assert.deepEqual(ownKeysNow(agent, store), { kept: undefined, served: "first", isReplaced: false });
  store.setFact(ownKeyFact, "first");
  takeOwnKey("stolen", parts);
  takeOwnKey("stolen", parts);
  assert.deepEqual(told, ["first stolen"]);
  assert.equal(ownKeysNow(agent, store).isReplaced, true);
  assert.deepEqual(
    store.auditEntries(0, 9).map(({ kind, body }) => [kind, body.served, body.own]),
    [["identity", "stolen", true]],
  );
  takeOwnKey("first", parts);
  assert.equal(ownKeysNow(agent, store).isReplaced, false);
  takeOwnKey("stolen", parts);
  store.setFact(ownKeyFact, "stolen");
  assert.equal(ownKeysNow(agent, store).isReplaced, false);
});

test("what the audit did not take is told at the next look", () => {
  const store = new MemoryControlStore();
  const told: string[] = [];
  const parts = { agent, store, clock: new HandClock(), onReplaced: (_kept: string, now: string) => told.push(now) };
  store.setFact(ownKeyFact, "first");
  store.failNext = new Error("disk full");
  assert.throws(() => takeOwnKey("stolen", parts));
  takeOwnKey("stolen", parts);
  assert.deepEqual(told, ["stolen"]);
});
