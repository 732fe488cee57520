import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decimalOf } from "../../src/core/decimal.ts";
import { isOn } from "../../src/core/is-on.ts";

describe("isOn", () => {
  it("false and 0 are off, true and any other number are on", () => {
    const values = [false, decimalOf(0), { coefficient: 0n, scale: 2 }, true, decimalOf(-1)];
    assert.deepEqual(
      values.map((value) => isOn({ off: undefined }, value)),
      [false, false, false, true, true],
    );
  });

  it("a word is on unless it is the one called off", () => {
    assert.deepEqual(
      ["closed", "open", "off"].map((word) => isOn({ off: "closed" }, word)),
      [false, true, true],
    );
  });

  it("a number called off is off by its worth", () => {
    assert.equal(isOn({ off: decimalOf(5) }, { coefficient: 50n, scale: 1 }), false);
  });
});
