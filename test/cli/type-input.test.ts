import assert from "node:assert/strict";
import { test } from "node:test";
import { typeInput } from "../../src/cli/type-input.ts";

const input = (...args: Parameters<typeof typeInput>) => {
  const typed = typeInput(...args);
  return typed.ok ? typed.input : typed.problem;
};

test("a word takes the type of its property", () => {
  assert.equal(input("ON", { type: "boolean" }), true);
  assert.equal(input("0", { type: "boolean" }), false);
  assert.equal(input("maybe", { type: "boolean" }), '"maybe" is neither true nor false.');
  assert.equal(input("21.50", { type: "number" }), "21.50");
  assert.equal(input("7", { type: "integer" }), "7");
  assert.equal(input("warm", { type: "number" }), '"warm" is no number.');
  assert.equal(input("true", { type: "string" }), "true");
  assert.equal(input("OPEN", { type: "boolean", labels: [{ value: true, label: "open" }] }), true);
});

test("a word for an unknown property is what it looks like, and never a float", () => {
  assert.equal(input("false", undefined), false);
  assert.equal(input("On", undefined), true);
  assert.equal(input("1", undefined), "1");
  assert.equal(input("0.1", undefined), "0.1");
  assert.equal(input("1e3", undefined), "1000");
  assert.equal(input("eco", undefined), "eco");
});
