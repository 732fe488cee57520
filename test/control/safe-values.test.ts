import assert from "node:assert/strict";
import { test } from "node:test";
import { setSafeValues } from "../../src/control/safe-values.ts";
import { FakeOutput } from "../fakes/fake-output.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someProperty } from "../fakes/some-thing.ts";

const to = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: false };
const output = (name: string, safeValue: boolean | null = false) =>
  someProperty({ name, type: "boolean", to: { ...to, safeValue } });

test("every output gets its own safe value, null is left alone, inputs too", async () => {
  const outputs = {
    low: new FakeOutput(),
    high: new FakeOutput(),
    left: new FakeOutput(),
    temperature: new FakeOutput(),
  };
  const properties = [output("low"), output("high", true), output("left", null), someProperty()];
  const find = (path: string) => outputs[path.slice("box/".length) as keyof typeof outputs];
  assert.deepEqual(await setSafeValues(properties, find, new HandClock()), []);
  assert.deepEqual(
    Object.values(outputs).map(({ written }) => written),
    [[false], [true], [], []],
  );
});

test("a hung bus, one that is down and one that refuses keep no other output waiting longer than 2 s", async () => {
  const clock = new HandClock();
  const [hung, down, refusing, fine] = [new FakeOutput(), new FakeOutput(), new FakeOutput(), new FakeOutput()];
  hung.hang();
  down.isUp = false;
  refusing.answer = () => Promise.reject(new Error("no power"));
  const all: Readonly<Record<string, FakeOutput>> = {
    "box/hung": hung,
    "box/down": down,
    "box/refusing": refusing,
    "box/fine": fine,
  };
  const failed = setSafeValues(
    ["hung", "down", "refusing", "fine"].map((name) => output(name)),
    (path) => all[path],
    clock,
  );
  assert.deepEqual(fine.written, [false]);
  await clock.advance(2_000);
  assert.deepEqual(await failed, [
    { path: "box/hung", detail: "No answer within 2000 ms" },
    { path: "box/down", detail: "The connection of the output is down." },
    { path: "box/refusing", detail: "no power" },
  ]);
  assert.equal(clock.waiting, 0);
});
