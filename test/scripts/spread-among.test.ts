import assert from "node:assert/strict";
import { test } from "node:test";
import { spreadAmong } from "../../scripts/spread-among.ts";

test("the few stand at even distances among the many, in their order", () => {
  assert.deepEqual(spreadAmong(["A", "B"], ["a", "b", "c", "d"]), ["a", "A", "b", "c", "B", "d"]);
  assert.deepEqual(spreadAmong(["A"], []), ["A"]);
  assert.deepEqual(spreadAmong([], ["a"]), ["a"]);
});
