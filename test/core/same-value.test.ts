import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decimalOf } from "../../src/core/decimal.ts";
import { sameValue } from "../../src/core/same-value.ts";

describe("sameValue", () => {
  it("compares numbers by their worth", () => {
    assert.equal(sameValue(decimalOf(21), { coefficient: 2100n, scale: 2 }), true);
    assert.equal(sameValue(decimalOf(21), decimalOf(22)), false);
  });

  it("never takes one type for another", () => {
    assert.equal(sameValue("21", decimalOf(21)), false);
    assert.equal(sameValue("true", true), false);
  });
});
