import assert from "node:assert/strict";
import { test } from "node:test";
import { cutText } from "../../src/core/cut-text.ts";

test("what is too long is cut, and never within a character", () => {
  assert.equal(cutText("abc", 3), "abc");
  assert.equal(cutText("abcd", 3), "abc…");
  assert.equal(cutText("ab😀d", 4), "ab😀…");
  assert.equal(cutText("ab😀d", 3), "ab…");
});
