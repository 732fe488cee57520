import assert from "node:assert/strict";
import { test } from "node:test";
import type { Condition } from "../../src/core/condition.ts";
import { guardBench, readable, someOutput } from "../fakes/guard-bench.ts";
import { someProperty } from "../fakes/some-thing.ts";

const pump = someOutput("pump");
const lamp = someOutput("lamp");
const button = someProperty({ name: "button", type: "boolean" });
const pressed: Condition = { path: button.path, test: { kind: "is", value: true }, clearAt: undefined, forMs: 0 };
const ana = "@ana:example.org";

function scene(before?: ReturnType<typeof guardBench>) {
  const bench = guardBench([pump, lamp], before);
  const write = (value: boolean) => {
    const start = bench.guard.write({ property: pump, value });
    return start.kind === "begun" ? "begun" : start.code;
  };
  return { ...bench, write, output: bench.fake(pump) };
}

test("a stop reaches every output within the call, before the disk does, and past a bus that hangs", async () => {
  const { emergency, store, output, fake, clock } = scene();
  const order: string[] = [];
  const { setFact } = store;
  store.setFact = (name, value) => {
    order.push("disk");
    setFact.call(store, name, value);
  };
  fake(lamp).answer = async () => void order.push("lamp");
  output.hang();
  const outcome = emergency.stop(ana, "stop");
  assert.deepEqual([output.written, fake(lamp).written], [[false], [false]]);
  assert.deepEqual(order, ["lamp", "disk"]);
  await clock.advance(2_000);
  const ended = await outcome;
  assert.equal(ended.status === "unknown" && ended.code, "unconfirmed");
  assert.match(ended.status === "unknown" ? ended.detail : "", /box\/pump: No answer within 2000 ms$/);
});

test("who stopped, why and when is kept and noted once, whoever stops after that", async () => {
  const { emergency, clock, notes } = scene();
  const at = clock.now();
  await emergency.stop(ana, "stop");
  await clock.advance(1_000);
  await emergency.stop("@bob:example.org", "stop");
  assert.deepEqual(emergency.fact, { by: ana, why: "stop", at });
  assert.deepEqual(notes, [{ kind: "stop", body: { did: "stop", by: ana, why: "stop" } }]);
});

test("a stop outlives a restart, and a release too", async () => {
  const first = scene();
  await first.emergency.stop(ana, "stop");
  const second = scene(first);
  assert.equal(second.write(true), "stopped");
  assert.equal(second.write(false), "begun");
  assert.equal(second.emergency.release("@bob:example.org").status, "done");
  assert.deepEqual(second.notes.at(-1)?.body, {
    did: "release",
    by: "@bob:example.org",
    stopped_by: ana,
    stopped_at: first.emergency.fact?.at,
  });
  assert.equal(scene(first).write(true), "begun");
});

test("a stop that the disk did not take holds, is not told as done, and is written as soon as the disk takes it", async () => {
  const { emergency, store, clock, faults, write } = scene();
  store.failNext = new Error("disk full");
  const outcome = await emergency.stop(ana, "stop");
  assert.equal(outcome.status, "unknown");
  assert.match(outcome.status === "unknown" ? outcome.detail : "", /a restart now would forget it/);
  assert.equal(faults.length, 1);
  assert.equal(write(true), "stopped");
  assert.equal(store.fact("stopped"), undefined);
  await clock.advance(1_000);
  assert.match(store.fact("stopped") ?? "", /@ana:example\.org/);
  assert.equal((await emergency.stop(ana, "stop")).status, "done", "asked once more");
});

test("a release that the disk did not take is none", async () => {
  const { emergency, store, write } = scene();
  await emergency.stop(ana, "stop");
  store.failNext = new Error("disk full");
  assert.equal(emergency.release(ana).status, "failed");
  assert.equal(write(true), "stopped");
});

test("releasing what is not stopped is done, and noted by nobody", () => {
  const { emergency, notes } = scene();
  assert.equal(emergency.release(ana).status, "done");
  assert.deepEqual(notes, []);
});

test("a condition of stop_when stops everything, and lets nobody release while it is met", async () => {
  const { emergency, read, output, write, clock } = scene();
  emergency.watch([pressed]);
  read(button, false);
  write(true);
  read(button, true);
  assert.deepEqual(output.written, [true, false]);
  await clock.advance(0);
  assert.equal(emergency.fact?.why, "box/button is true");
  const held = emergency.release(ana);
  assert.equal(held.status === "refused" && held.detail, "This still says stop: box/button is true.");
  read(button, false);
  assert.equal(emergency.fact?.by, "the configuration", "letting go of the button releases nothing");
  assert.equal(emergency.release(ana).status, "done");
});

test("a condition that is met already when it is first watched stops at once", () => {
  const { emergency, read } = scene();
  read(button, true);
  emergency.watch([pressed]);
  assert.equal(emergency.fact?.why, "box/button is true");
});

test("what somebody switches on by hand while everything is stopped is set safe again", async () => {
  const plug = someOutput("plug", { from: readable });
  const { emergency, read, fake, clock } = guardBench([plug]);
  await emergency.stop(ana, "stop");
  await clock.advance(10_000);
  read(plug, true);
  assert.deepEqual(fake(plug).written, [false, false]);
});
