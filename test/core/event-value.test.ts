import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Decimal, formatDecimal, parseDecimal } from "../../src/core/decimal.ts";
import { readInput, showValue, toEventValue } from "../../src/core/event-value.ts";

type Rules = Parameters<typeof readInput>[0];

const rules: Rules = {
  type: "number",
  decimals: 1,
  minimum: decimal("5"),
  maximum: decimal("30"),
  step: decimal("0.5"),
  enum: undefined,
};
const free: Rules = { ...rules, minimum: undefined, maximum: undefined, step: undefined };

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  assert.ok(parsed !== undefined);
  return parsed;
}

describe("toEventValue", () => {
  it("writes a number as a decimal string with all its digits", () => {
    assert.equal(toEventValue(decimal("21.50"), "number"), "21.50");
    assert.equal(toEventValue(decimal("21"), "number"), "21");
  });

  it("writes an integer as a JSON integer as long as that is exact", () => {
    assert.equal(toEventValue(decimal("-7"), "integer"), -7);
    assert.equal(toEventValue(decimal("9007199254740993"), "integer"), "9007199254740993");
  });

  it("leaves booleans and words as they are", () => {
    assert.deepEqual([toEventValue(true, "boolean"), toEventValue("auto", "string")], [true, "auto"]);
  });

  it("is read back by readInput to the same value", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(6), (coefficient, decimals) => {
        const type = decimals === 0 ? "integer" : "number";
        const value = { coefficient, scale: decimals };
        assert.deepEqual(readInput({ ...free, type, decimals }, toEventValue(value, type)), { ok: true, value });
      }),
    );
  });
});

describe("readInput", () => {
  for (const input of ["21.5", "21.50", "2.15e1", 21, "5", "30"]) {
    it(`takes ${JSON.stringify(input)} for a number`, () => {
      const read = readInput(rules, input);
      assert.ok(read.ok);
      assert.equal(typeof read.value === "object" && read.value.scale, 1);
    });
  }

  for (const [input, problem] of [
    ["21.55", "Give at most 1 digits after the point."],
    ["4.5", "Give at least 5."],
    ["30.5", "Give at most 30."],
    ["21.3", "Give a multiple of 0.5."],
    ["warm", 'Give a number as a decimal string, such as "21.5".'],
    [21.5, 'Give a number as a decimal string, such as "21.5".'],
    [true, 'Give a number as a decimal string, such as "21.5".'],
    [2 ** 53, 'Give a number as a decimal string, such as "21.5".'],
  ] as const) {
    it(`does not take ${JSON.stringify(input)}: ${problem}`, () => {
      assert.deepEqual(readInput(rules, input), { ok: false, problem });
    });
  }

  it("takes only whole numbers for an integer", () => {
    const integer: Rules = { ...free, type: "integer", decimals: 0 };
    assert.deepEqual(readInput(integer, "7.0"), { ok: true, value: decimal("7") });
    assert.deepEqual(readInput(integer, "7.5"), { ok: false, problem: "Give a whole number." });
  });

  it("takes only JSON booleans for a boolean", () => {
    const boolean: Rules = { ...free, type: "boolean" };
    assert.deepEqual(readInput(boolean, false), { ok: true, value: false });
    for (const input of ["true", 1, 0, null, undefined]) assert.equal(readInput(boolean, input).ok, false);
  });

  it("takes only the words of an enum", () => {
    const word: Rules = { ...free, type: "string", enum: ["auto", "heat"] };
    assert.deepEqual(readInput(word, "heat"), { ok: true, value: "heat" });
    assert.deepEqual(readInput(word, "cool"), { ok: false, problem: "Give one of auto, heat." });
    assert.equal(readInput(word, "toString").ok, false);
  });

  it("takes no text that is endless or no Unicode", () => {
    const text: Rules = { ...free, type: "string" };
    assert.equal(readInput(text, "x".repeat(1025)).ok, false);
    assert.equal(readInput(text, "\ud800").ok, false);
  });

  it("never throws, and lets through only what obeys the rules", () => {
    const types = fc.constantFrom<Rules["type"]>("boolean", "integer", "number", "string");
    fc.assert(
      fc.property(types, fc.oneof(fc.anything(), fc.double().map(String)), (type, input) => {
        const read = readInput({ ...rules, type }, input);
        if (!read.ok) assert.match(read.problem, /^Give .*\.$/);
        else if (typeof read.value === "object") {
          assert.ok(Number(formatDecimal(read.value)) >= 5 && Number(formatDecimal(read.value)) <= 30);
        }
      }),
    );
  });
});

describe("showValue", () => {
  const labels = [
    { value: true, label: "open" },
    { value: decimal("0"), label: "none" },
  ];
  const some = { labels, unit: undefined, hasDecimals: true };

  it("shows a label where there is one", () => {
    assert.equal(showValue(some, true), "open");
    assert.equal(showValue({ ...some, unit: "lx" }, decimal("0.0")), "none");
  });

  it("shows a number with its unit, and everything else as a word", () => {
    assert.equal(showValue({ ...some, unit: "Cel" }, decimal("21.5")), "21.5 °C");
    assert.equal(showValue(some, decimal("3")), "3");
    assert.equal(showValue({ ...some, labels: [] }, true), "on");
    assert.equal(showValue(some, false), "off");
    assert.equal(showValue(some, "auto"), "auto");
  });

  it("shows no zeros at the end of a number of whose digits nobody said how many there are", () => {
    const free = { ...some, hasDecimals: false };
    const shown = ["120.000", "21.500", "0.120", "100", "-0.050"].map((text) => showValue(free, decimal(text)));
    assert.deepEqual(shown, ["120", "21.5", "0.12", "100", "-0.05"]);
    assert.equal(showValue({ ...some, unit: "Cel" }, decimal("21.50")), "21.50 °C");
  });
});
