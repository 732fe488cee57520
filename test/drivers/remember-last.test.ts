import assert from "node:assert/strict";
import { test } from "node:test";
import { rememberLast } from "../../src/drivers/remember-last.ts";

test("what was asked last is not worked out again, anything else is", () => {
  const asked: string[] = [];
  const upper = rememberLast((text: string) => {
    asked.push(text);
    return text.toUpperCase();
  });
  assert.deepEqual(["a", "a", "b", "a"].map(upper), ["A", "A", "B", "A"]);
  assert.deepEqual(asked, ["a", "b", "a"]);
});

test("an answer of undefined is remembered, too", () => {
  const asked: string[] = [];
  const nothing = rememberLast((question: string) => {
    asked.push(question);
    return undefined;
  });
  nothing("a");
  nothing("a");
  assert.deepEqual(asked, ["a"]);
});
