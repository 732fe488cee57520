import assert from "node:assert/strict";
import { test } from "node:test";
import { actionOfWords, readWords, wishOfWords } from "../../src/cli/wish-of-words.ts";

const box = {
  v: 1,
  title: "Box",
  properties: { lamp: { title: "Lamp", type: "boolean" } },
  actions: { rest: { title: "Rest" } },
} as const;
const lamp = { thing: "box", name: "lamp" } as const;
const rest = { thing: "box", name: "rest" } as const;
const wish = (line: string, thing: typeof box | undefined = box, lease?: string) =>
  wishOfWords(readWords(line.split(" "), lease), thing);

test("a path without a value reads a property and invokes an action", () => {
  assert.deepEqual(wish("box/lamp"), { ...lamp, op: "read" });
  assert.deepEqual(wish("box/rest"), { ...rest, op: "invoke" });
  assert.deepEqual(wish("all/stop", undefined), { thing: "all", name: "stop", op: "invoke" });
});

test("a value is written, for a time where one is said", () => {
  const on = { ...lamp, op: "write", input: true };
  assert.deepEqual(wish("box/lamp on"), on);
  assert.deepEqual(wish("box/lamp on for 10 min"), { ...on, lease: 600_000 });
  assert.deepEqual(wish("box/lamp on", box, "10m"), { ...on, lease: 600_000 });
});

test("an action takes a time of its own", () => {
  assert.deepEqual(wish("box/rest 30s"), { ...rest, op: "invoke", input: 30_000 });
  assert.deepEqual(wish("box/rest for 30s"), { ...rest, op: "invoke", input: 30_000 });
  const unknown = readWords(["box/rest", "30s"], undefined);
  assert.deepEqual(actionOfWords(unknown), { ...rest, op: "invoke", input: 30_000 });
  assert.equal(actionOfWords(readWords(["box/rest", "on"], undefined)), undefined);
});

for (const line of [
  "box/lamp warm",
  "box/lamp for 10m",
  "box/rest on",
  "box/lamp on for ever",
  "lamp on",
  "box/lamp a b",
]) {
  test(`is told what is wrong with: send ${line}`, () => assert.throws(() => wish(line), { code: "bad-usage" }));
}

test("a time is said once", () => {
  assert.throws(() => readWords(["box/lamp", "on", "for", "10m"], "5m"), { code: "bad-usage" });
});
