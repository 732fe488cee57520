import assert from "node:assert/strict";
import { test } from "node:test";
import { noLimits } from "../../src/core/property.ts";
import type { Hardware } from "../../src/wiring/open-hardware.ts";
import { watchOutputs } from "../../src/wiring/outputs.ts";
import { FakeOutput } from "../fakes/fake-output.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const binding = { connection: "trial", as: "value", settings: {}, conversion: {} };
const lamp = someProperty({ name: "lamp", type: "boolean", to: { ...binding, safeValue: false } });
const horn = someProperty({ name: "horn", type: "boolean", to: { ...binding, safeValue: null } });

function scene(change: Parameters<typeof someProperty>[0] = {}) {
  const clock = new HandClock();
  const log = new LogLines();
  const [lampOutput, hornOutput] = [new FakeOutput(), new FakeOutput()];
  const outputs = new Map([
    [lamp.path, lampOutput],
    [horn.path, hornOutput],
  ]);
  const watched = { ...lamp, ...change, path: lamp.path, thing: lamp.thing };
  const watch = watchOutputs([someThing("box", [watched, horn])], { outputs } as unknown as Hardware, clock, log);
  return { clock, log, lampOutput, hornOutput, watch, watched };
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
  const { clock, lampOutput, watch } = scene();
  lampOutput.isUp = false;
  await watch.makeSafe("start");
  lampOutput.isUp = true;
  assert.equal(watch.findOutput(lamp.path)?.isUp, false);
  assert.equal(watch.findOutput(horn.path)?.isUp, true);
  await clock.advance(250);
  assert.equal(watch.findOutput(lamp.path)?.isUp, true);
  await watch.findOutput(lamp.path)?.write(true, new AbortController().signal);
  assert.deepEqual(lampOutput.written, [false, true]);
});

test("stopping sets outputs safe once, within 2 s though one hangs, and leaves no timer behind", async () => {
  const { clock, log, lampOutput, watch } = scene();
  lampOutput.hang();
  let isStopped = false;
  const stopped = watch.stop().then(() => {
    isStopped = true;
  });
  assert.equal(watch.findOutput(lamp.path)?.isUp, false);
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
  const { clock, log, lampOutput, watch, watched } = scene({ limits: { ...noLimits, maxOn: 10_000 } });
  const { path } = lamp;
  watch.saw(watched, { path, value: true, quality: "ok", measuredAt: clock.now(), takenAt: clock.now() });
  await clock.advance(9_999);
  assert.deepEqual(lampOutput.written, []);
  await clock.advance(1);
  assert.deepEqual(lampOutput.written, [false]);
  assert.deepEqual(log.lines, ["info: box/lamp: its time is over, it was switched off"]);
});
