import assert from "node:assert/strict";
import { test } from "node:test";
import { hasSafeValue, isAtRest, restValue } from "../../src/control/rest-value.ts";
import { decimalOf } from "../../src/core/decimal.ts";
import { someOutput } from "../fakes/guard-bench.ts";
import { someProperty } from "../fakes/some-thing.ts";

test("an output rests at its safe value, and where that is null plainly off", () => {
  assert.equal(restValue(someOutput("cooler", { safe: true })), true);
  assert.equal(restValue(someOutput("heater", { safe: null })), false);
  assert.deepEqual(restValue(someOutput("dimmer", { type: "integer", safe: null })), decimalOf(0));
  assert.equal(restValue(someOutput("mode", { type: "string", safe: null, off: "idle" })), "idle");
  assert.equal(restValue(someOutput("mode", { type: "string", safe: null })), undefined);
});

test("a number is at rest by what it is worth", () => {
  const dimmer = someOutput("dimmer", { type: "number", safe: decimalOf(0) });
  assert.ok(isAtRest(dimmer, { coefficient: 0n, scale: 2 }));
  assert.ok(!isAtRest(dimmer, decimalOf(1)));
  assert.ok(!isAtRest(someOutput("mode", { type: "string", safe: null }), "idle"));
});

test("only an output with a value has a safe one", () => {
  assert.ok(hasSafeValue(someOutput("pump")));
  assert.ok(!hasSafeValue(someOutput("heater", { safe: null })));
  assert.ok(!hasSafeValue(someProperty()));
});
