import assert from "node:assert/strict";
import { test } from "node:test";
import type { Condition } from "../../src/core/condition.ts";
import type { AffordancePath } from "../../src/core/ids.ts";
import { noLimits, type Property } from "../../src/core/property.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { Value } from "../../src/core/value.ts";
import type { Hardware } from "../../src/wiring/open-hardware.ts";
import { watchOutputs } from "../../src/wiring/outputs.ts";
import { FakeOutput } from "../fakes/fake-output.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const binding = { connection: "trial", as: "value", settings: {}, conversion: {} };
const lamp = someProperty({ name: "lamp", type: "boolean", to: { ...binding, safeValue: false } });
const horn = someProperty({ name: "horn", type: "boolean", from: undefined, to: { ...binding, safeValue: null } });

function scene(change: Parameters<typeof someProperty>[0] = {}) {
  const clock = new HandClock();
  const log = new LogLines();
  const [lampOutput, hornOutput] = [new FakeOutput(), new FakeOutput()];
  const outputs = new Map([
    [lamp.path, lampOutput],
    [horn.path, hornOutput],
  ]);
  const watched = { ...lamp, ...change, path: lamp.path, thing: lamp.thing };
  const store = new MemoryControlStore(() => clock.now());
  const seen = new Map<AffordancePath, Reading>();
  const watch = watchOutputs({
    things: [someThing("box", [watched, horn])],
    stopWhen: [],
    hardware: { outputs } as unknown as Hardware,
    store,
    latest: (path) => seen.get(path),
    clock,
    log,
  });
  const read = (property: Property, value: Value) => {
    const reading = {
      path: property.path,
      value,
      quality: "ok",
      measuredAt: clock.now(),
      takenAt: clock.now(),
    } as const;
    seen.set(property.path, reading);
    watch.saw(property, reading);
    watch.changed(property);
  };
  const write = (value: Value) => {
    const start = watch.acting.guard.write({ property: watched, value });
    return start.kind === "begun" ? "begun" : start.code;
  };
  const notes = () => store.auditEntries(0, 99).map(({ kind, body }) => ({ kind, body }));
  return { clock, log, lampOutput, hornOutput, outputs, store, watch, watched, read, write, notes };
}

test("an output whose bus is down at the start is made safe as soon as it is up, and told so once each", async () => {
  const { clock, log, lampOutput, hornOutput, watch } = scene();
  lampOutput.isUp = false;
  await watch.makeSafe("start");
  await clock.advance(60_000);
  assert.deepEqual(lampOutput.written, []);
  lampOutput.isUp = true;
  await clock.advance(250);
  assert.deepEqual(lampOutput.written, [false]);
  await clock.advance(60_000);
  assert.deepEqual(lampOutput.written, [false]);
  assert.deepEqual(hornOutput.written, [], "safe_value: null leaves an output alone");
  assert.deepEqual(log.lines, [
    "warn: box/lamp: not set to its safe value (start) yet: The connection of the output is down.",
    "info: box/lamp: set to its safe value (start)",
  ]);
});

test("for commands an output counts as down until it was made safe, though its bus is up again", async () => {
  const { clock, lampOutput, watch, write } = scene();
  lampOutput.isUp = false;
  await watch.makeSafe("start");
  lampOutput.isUp = true;
  assert.equal(write(true), "connection-down");
  await clock.advance(250);
  assert.equal(write(true), "begun");
  assert.deepEqual(lampOutput.written, [false, true]);
});

test("what was asked for before the link was lost switches nothing on again until it is back", async () => {
  const { clock, lampOutput, watch, write } = scene({ onLinkLoss: { after: 5_000, do: "safe" } });
  watch.link("up");
  assert.equal(write(true), "begun");
  watch.link("lost");
  assert.equal(write(true), "begun", "its time is not up");
  await clock.advance(5_000);
  assert.deepEqual(lampOutput.written, [true, true, false]);
  assert.equal(write(true), "connection-down", "a command that waited for another one");
  assert.equal(write(false), "begun");
  watch.link("up");
  assert.equal(write(true), "begun");
});

test("stopping sets outputs safe once, within 2 s though one hangs, and leaves no timer behind", async () => {
  const { clock, log, lampOutput, watch, write } = scene();
  lampOutput.hang();
  let isStopped = false;
  const stopped = watch.stop().then(() => {
    isStopped = true;
  });
  assert.equal(write(true), "stopping");
  await clock.advance(2_000);
  assert.ok(isStopped);
  await stopped;
  await watch[Symbol.asyncDispose]();
  assert.deepEqual(lampOutput.written, [false]);
  assert.equal(clock.waiting, 0);
  assert.match(log.lines.join("\n"), /^warn: box\/lamp: not set to its safe value \(stop\) yet/);
});

test("a try that was under way when the agent stopped begins no new one", async () => {
  const { clock, lampOutput, watch } = scene();
  lampOutput.hang();
  void watch.makeSafe("start");
  await clock.advance(1_000);
  lampOutput.answer = async () => {};
  await watch[Symbol.asyncDispose]();
  await clock.advance(60_000);
  assert.deepEqual(lampOutput.written, [false, false]);
  assert.equal(clock.waiting, 0);
});

test("what is seen on for longer than max_on is switched off", async () => {
  const { clock, log, lampOutput, watched, read } = scene({ limits: { ...noLimits, maxOn: 10_000 } });
  read(watched, true);
  await clock.advance(9_999);
  assert.deepEqual(lampOutput.written, []);
  await clock.advance(1);
  assert.deepEqual(lampOutput.written, [false]);
  assert.deepEqual(log.lines, ["info: box/lamp: set to its safe value (max-on)"]);
});

test("every transition to a safe value stands in the audit, and nothing where nothing changed", async () => {
  const { clock, watch, write, notes } = scene({ onLinkLoss: { after: 60_000, do: "safe" } });
  await watch.makeSafe("start");
  await clock.advance(100);
  write(true);
  await clock.advance(0);
  watch.link("lost");
  await clock.advance(60_100);
  watch.link("up");
  await watch.acting.emergency.stop("@ana:example.org", "stop");
  await watch[Symbol.asyncDispose]();
  assert.deepEqual(notes(), [
    { kind: "safe", body: { cause: "start", set: "box/lamp" } },
    { kind: "safe", body: { cause: "link-loss", set: "box/lamp" } },
    { kind: "stop", body: { did: "stop", by: "@ana:example.org", why: "stop" } },
  ]);
  assert.equal(clock.waiting, 0);
});

test("an audit that cannot be written keeps no output from being set", async () => {
  const { clock, log, store, lampOutput, watch } = scene();
  store.failNext = new Error("disk full");
  await watch.makeSafe("start");
  await clock.advance(100);
  assert.deepEqual(lampOutput.written, [false]);
  assert.match(log.lines.join("\n"), /error: the store did not take what happened to an output/);
});

test("a condition on an output that nothing reads goes by what was written to it", async () => {
  const hornIsOn: Condition = { path: horn.path, test: { kind: "is", value: true }, clearAt: undefined, forMs: 0 };
  const { clock, lampOutput, watch, write } = scene({ limits: { ...noLimits, onlyWhile: [hornIsOn] } });
  await watch.makeSafe("start");
  assert.equal(write(true), "only-while");
  watch.acting.guard.write({ property: horn, value: true });
  await clock.advance(0);
  assert.equal(write(true), "begun");
  await clock.advance(0);
  watch.acting.guard.write({ property: horn, value: false });
  await clock.advance(0);
  assert.deepEqual(lampOutput.written, [false, true, false]);
});

test("a stop is said aloud, kept over a restart and shown", async () => {
  const { log, watch, store } = scene();
  assert.equal(watch.stopped(), undefined);
  await watch.acting.emergency.stop("@ana:example.org", "stop");
  assert.equal(watch.stopped()?.by, "@ana:example.org");
  assert.match(store.fact("stopped") ?? "", /@ana:example\.org/);
  assert.ok(log.lines.includes("warn: everything is stopped"));
});

test("with other Things what stays keeps its time, and what is new or was retired is made safe", async () => {
  const { clock, lampOutput, hornOutput, outputs, watch, watched, write } = scene({
    limits: { ...noLimits, maxOn: 10_000 },
  });
  await watch.makeSafe("start");
  write(true);
  await clock.advance(5_000);
  const bell = someProperty({ name: "bell", type: "boolean", to: { ...binding, safeValue: false } });
  outputs.set(bell.path, hornOutput);
  assert.deepEqual(await watch.retire([horn]), []);
  await watch.change([someThing("box", [{ ...watched, title: "Lamp" }, bell])], []);
  assert.deepEqual(lampOutput.written, [false, true], "an untouched output sees no edge");
  assert.deepEqual(hornOutput.written, [false]);
  await clock.advance(5_000);
  assert.deepEqual(lampOutput.written, [false, true, false]);
});

test("while the stores cannot be written outputs are safe, and who begins anew may switch them again", async () => {
  const { log, lampOutput, watch, write, notes } = scene();
  assert.equal(write(true), "begun");
  await watch.makeSafe("no-store");
  assert.deepEqual(lampOutput.written, [true, false]);
  assert.equal(log.lines.at(-1), "info: box/lamp: set to its safe value (no-store)");
  assert.equal(write(true), "begun");
  await watch[Symbol.asyncDispose]();
  assert.deepEqual(notes()[0], { kind: "safe", body: { cause: "no-store", set: lamp.path } });
});
