import assert from "node:assert/strict";
import { test } from "node:test";
import { StopLatch } from "../../src/control/stop-latch.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

function bench() {
  const clock = new HandClock();
  const store = new MemoryControlStore();
  const faults: unknown[] = [];
  return { clock, store, faults, start: () => new StopLatch({ store, clock, onFault: (error) => faults.push(error) }) };
}

test("a latch whose stored word cannot be read still holds", () => {
  const { store, start } = bench();
  for (const broken of ["{", "null", "[]", '{"by":1}', "no"]) {
    store.setFact("stopped", broken);
    assert.equal(start().fact?.by, "somebody");
  }
});

test("a new latch is open, one that was released too", () => {
  const { start } = bench();
  const latch = start();
  assert.equal(latch.fact, undefined);
  assert.ok(latch.set("@ana:example.org", "stop"));
  latch.keep();
  assert.equal(latch.set("@bob:example.org", "stop"), false);
  assert.equal(start().fact?.by, "@ana:example.org");
  latch.release();
  assert.equal(start().fact, undefined);
});

test("after a release or its end no store is asked again", async () => {
  const { clock, store, start } = bench();
  for (const finish of ["release", "dispose"] as const) {
    const latch = start();
    latch.set("@ana:example.org", "stop");
    store.failNext = new Error("disk full");
    latch.keep();
    if (finish === "release") latch.release();
    else latch[Symbol.dispose]();
    assert.equal(clock.waiting, 0);
  }
});

test("a store that takes nothing for long is told once, and has the latch in the end", async () => {
  const { clock, store, faults, start } = bench();
  const latch = start();
  const { setFact } = store;
  store.setFact = () => {
    throw new Error("the disk");
  };
  latch.set("@ana:example.org", "stop");
  assert.equal(latch.keep(), false);
  await clock.advance(60_000);
  assert.equal(faults.length, 1);
  store.setFact = setFact;
  await clock.advance(1_000);
  assert.equal(start().fact?.by, "@ana:example.org");
  assert.equal(clock.waiting, 0);
});
