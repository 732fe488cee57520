import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  absolute,
  add,
  compareDecimals,
  type Decimal,
  decimalOf,
  divide,
  formatDecimal,
  isMultiple,
  multiply,
  parseDecimal,
  roundTo,
  subtract,
} from "../../src/core/decimal.ts";

const decimals = fc.record(
  { coefficient: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), scale: fc.nat(20) },
  { noNullPrototype: true },
);

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  assert.ok(parsed !== undefined, text);
  return parsed;
}

describe("parseDecimal", () => {
  for (const [text, shown] of [
    ["-3", "-3"],
    ["21.50", "21.50"],
    ["+1e3", "1000"],
    ["007", "7"],
    [".5", "0.5"],
    ["5.", "5"],
    ["-0.0", "0.0"],
    ["1.5E-3", "0.0015"],
    ["1.1102230246251565e-16", "0.00000000000000011102230246251565"],
    ["9007199254740993", "9007199254740993"],
  ] as const) {
    it(`reads ${text} as ${shown}`, () => assert.equal(formatDecimal(decimal(text)), shown));
  }

  for (const text of [
    "",
    ".",
    "-",
    "1,5",
    "0x10",
    "1e",
    "1e1000",
    "1e-65",
    "NaN",
    "Infinity",
    " 1",
    "1 ",
    "1_000",
    "١",
  ]) {
    it(`does not take ${JSON.stringify(text)}`, () => assert.equal(parseDecimal(text), undefined));
  }

  it("does not take more than 64 characters", () => assert.equal(parseDecimal("1".repeat(65)), undefined));

  it("reads back what formatDecimal wrote", () => {
    fc.assert(fc.property(decimals, (value) => assert.deepEqual(parseDecimal(formatDecimal(value)), value)));
  });

  it("takes or leaves any text without throwing, and then agrees with Number", () => {
    const numberLike = fc.string({ unit: fc.constantFrom(..."0123456789.eE+- "), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(numberLike, fc.string()), (text) => {
        const value = parseDecimal(text);
        if (value !== undefined) assert.equal(Number(formatDecimal(value)), Number(text) + 0);
      }),
      { numRuns: 1000 },
    );
  });

  it("reads every number that JSON can write of a double between 1e-40 and 1e60", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-40, max: 1e60 }), (number) => {
        assert.equal(Number(formatDecimal(decimal(JSON.stringify(number)))), number);
      }),
    );
  });
});

describe("roundTo", () => {
  for (const [text, scale, shown] of [
    ["0.5", 0, "1"],
    ["-0.5", 0, "-1"],
    ["0.49", 0, "0"],
    ["-0.04", 1, "0.0"],
    ["1.005", 2, "1.01"],
    ["2", 2, "2.00"],
  ] as const) {
    it(`makes ${shown} of ${text}`, () => assert.equal(formatDecimal(roundTo(decimal(text), scale)), shown));
  }

  it("moves a number by at most half of its last digit", () => {
    fc.assert(
      fc.property(decimals, fc.nat(20), (value, scale) => {
        const moved = absolute(subtract(roundTo(value, scale), value));
        assert.ok(compareDecimals(moved, { coefficient: 5n, scale: scale + 1 }) <= 0);
      }),
    );
  });
});

describe("arithmetic", () => {
  it("gives back what was added, and what was multiplied", () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        assert.equal(compareDecimals(subtract(add(a, b), b), a), 0);
        if (b.coefficient !== 0n) assert.equal(compareDecimals(divide(multiply(a, b), b, a.scale), a), 0);
      }),
    );
  });

  it("0.1 + 0.2 is 0.3", () => assert.equal(compareDecimals(add(decimal("0.1"), decimal("0.2")), decimal("0.3")), 0));

  it("divides with the digits asked for, halves away from zero", () => {
    assert.equal(formatDecimal(divide(decimal("2"), decimal("3"), 3)), "0.667");
    assert.equal(formatDecimal(divide(decimal("-1"), decimal("8"), 2)), "-0.13");
    assert.throws(() => divide(decimal("1"), decimal("0"), 2), RangeError);
  });

  it("orders by worth, not by digits", () => {
    assert.equal(compareDecimals(decimal("1.50"), decimal("1.5")), 0);
    assert.equal(compareDecimals(decimal("-2"), decimal("1e-3")), -1);
    assert.equal(compareDecimals(decimalOf(10), decimal("9.99")), 1);
  });

  it("knows whole multiples", () => {
    assert.equal(isMultiple(decimal("20.5"), decimal("0.5")), true);
    assert.equal(isMultiple(decimal("20.3"), decimal("0.5")), false);
    assert.equal(isMultiple(decimal("-3"), decimal("0.75")), true);
    assert.equal(isMultiple(decimal("1"), decimal("0.0")), false);
  });
});
