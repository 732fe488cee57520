import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDecimal } from "../../src/core/decimal.ts";
import { compilePayload } from "../../src/drivers/compile-payload.ts";
import { compileExtract } from "../../src/drivers/extract.ts";

const number = parseDecimal("21.50") ?? "";

test("a path builds the smallest object around the exact digits", () => {
  assert.equal(compilePayload({ path: "/a/b~1c" })(number), '{"a":{"b/c":21.50}}');
  assert.equal(compilePayload({ path: "/state" })("ON"), '{"state":"ON"}');
  assert.equal(compilePayload({ path: "/state" })(false), '{"state":false}');
});

test("a payload carries the value wherever it says so, dollar signs untouched", () => {
  assert.equal(compilePayload({ payload: "SET {value};{value}\n" })(number), "SET 21.50;21.50\n");
  assert.equal(compilePayload({ payload: "<{value}>" })("$&"), "<$&>");
});

test("without either the value stands bare", () => {
  assert.equal(compilePayload({})(true), "true");
});

test("what a path builds, the same path finds", () => {
  const step = fc.string({ minLength: 1 }).map((text) => text.replaceAll("~", "~0").replaceAll("/", "~1"));
  const wire = fc.oneof(
    fc.boolean(),
    fc.string(),
    fc.record({ coefficient: fc.bigInt(-(10n ** 20n), 10n ** 20n), scale: fc.nat(9) }, { noNullPrototype: true }),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), wire, (steps, value) => {
      const path = `/${steps.join("/")}`;
      assert.deepEqual(compileExtract({ path })(compilePayload({ path })(value)), { kind: "value", wire: value });
    }),
  );
});
