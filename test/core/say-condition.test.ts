import assert from "node:assert/strict";
import { test } from "node:test";
import type { Condition, ConditionTest } from "../../src/core/condition.ts";
import { decimalOf } from "../../src/core/decimal.ts";
import { sayCondition } from "../../src/core/say-condition.ts";
import { someProperty } from "../fakes/some-thing.ts";

const say = (asked: ConditionTest, forMs = 0): string => {
  const condition: Condition = { path: someProperty().path, test: asked, clearAt: undefined, forMs };
  return sayCondition(condition);
};

test("every kind of condition is said as the configuration writes it", () => {
  const [low, high] = [decimalOf(5), decimalOf(30)];
  assert.equal(say({ kind: "is", value: false }), "box/temperature is false");
  assert.equal(say({ kind: "is", value: high }, 30_000), "box/temperature is 30 for 30s");
  assert.equal(say({ kind: "above", limit: high }), "box/temperature above 30");
  assert.equal(say({ kind: "below", limit: low }, 60_000), "box/temperature below 5 for 1m");
  assert.equal(say({ kind: "outside", low, high }), "box/temperature outside 5 to 30");
  assert.equal(say({ kind: "stale", afterMs: 60_000 }), "box/temperature stale for 1m");
  assert.equal(say({ kind: "changes" }), "box/temperature changes");
});
