import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { toValue, toWire } from "../../src/core/convert.ts";
import { type Decimal, parseDecimal } from "../../src/core/decimal.ts";
import type { Conversion, ValueType } from "../../src/core/property.ts";
import type { Wire } from "../../src/core/value.ts";

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text);
  assert.ok(parsed !== undefined);
  return parsed;
}

function convert(type: ValueType, wire: Wire, conversion: Conversion = {}, decimals = type === "number" ? 1 : 0) {
  const converted = toValue({ type, decimals, enum: undefined }, conversion, wire);
  return converted.ok ? converted.value : converted.fault;
}

const onOff: Conversion = {
  values: [
    { value: true, wires: ["ON", "on", decimal("1")] },
    { value: false, wires: ["OFF"] },
  ],
};

describe("toValue", () => {
  it("rounds numbers to the property's decimals, from JSON or from text", () => {
    assert.deepEqual(convert("number", decimal("21.46")), decimal("21.5"));
    assert.deepEqual(convert("number", " 21.46\r"), decimal("21.5"));
    assert.deepEqual(convert("integer", "21.5"), decimal("22"));
  });

  it("takes property = wire × scale + offset", () => {
    const conversion = { scale: decimal("0.1"), offset: decimal("-40") };
    assert.deepEqual(convert("number", "615", conversion), decimal("21.5"));
  });

  for (const wire of ["", "warm", "21,5", "NaN", true, "0x10"]) {
    it(`does not take ${JSON.stringify(wire)} for a number`, () =>
      assert.equal(convert("number", wire), "not-a-value"));
  }

  it("does not take an absurd number", () => assert.equal(convert("number", "1e40"), "out-of-bounds"));

  it("reads booleans as JSON, as true and false in any case, and as 1 and 0", () => {
    assert.deepEqual(
      [true, "TRUE", " 1 ", decimal("1")].map((wire) => convert("boolean", wire)),
      [true, true, true, true],
    );
    assert.deepEqual(
      [false, "False", "0", decimal("0")].map((wire) => convert("boolean", wire)),
      [false, false, false, false],
    );
  });

  for (const wire of ["ON", "", "yes", "2", decimal("2")]) {
    it(`does not guess a boolean from ${JSON.stringify(typeof wire === "object" ? 2 : wire)}`, () => {
      assert.equal(convert("boolean", wire), "not-a-value");
    });
  }

  it("reads all wires of a map, and nothing else", () => {
    assert.deepEqual(
      ["ON", "on ", "1", decimal("1.0"), "OFF"].map((wire) => convert("boolean", wire, onOff)),
      [true, true, true, true, false],
    );
    assert.equal(convert("boolean", "true", onOff), "unmapped-value");
    assert.equal(convert("boolean", "oN", onOff), "unmapped-value");
  });

  it("takes JSON true for the mapped text true", () => {
    const conversion = { values: [{ value: "open", wires: ["true"] }] };
    assert.equal(convert("string", true, conversion), "open");
  });

  it("takes only words of the enum", () => {
    const shape = { type: "string", decimals: 0, enum: ["auto", "2"] } as const;
    assert.deepEqual(toValue(shape, {}, "auto"), { ok: true, value: "auto" });
    assert.deepEqual(toValue(shape, {}, decimal("2")), { ok: true, value: "2" });
    assert.equal(toValue(shape, {}, "heat").ok, false);
  });

  it("does not take endless or broken text", () => {
    assert.equal(convert("string", "x".repeat(1025)), "too-long");
    assert.equal(convert("string", "\udc00"), "not-a-value");
  });

  it("names in its detail at most the beginning of what arrived", () => {
    const converted = toValue({ type: "number", decimals: 0, enum: undefined }, {}, "y".repeat(500));
    assert.ok(!converted.ok);
    assert.ok(converted.detail.length < 80);
  });

  it("never throws, whatever the text", () => {
    const types = fc.constantFrom<ValueType>("boolean", "integer", "number", "string");
    const conversion = fc.constantFrom<Conversion>({}, onOff, { scale: decimal("1e-30"), offset: decimal("1e30") });
    fc.assert(
      fc.property(
        types,
        conversion,
        fc.oneof(fc.string({ unit: "binary" }), fc.double().map(String)),
        (type, by, wire) => {
          convert(type, wire, by);
        },
      ),
    );
  });
});

describe("toWire", () => {
  it("writes the first wire of a map", () => {
    assert.equal(toWire({ decimals: 0 }, onOff, true), "ON");
    assert.equal(toWire({ decimals: 0 }, onOff, false), "OFF");
  });

  it("throws for a value that is not in the map, rather than write something else", () => {
    assert.throws(() => toWire({ decimals: 0 }, onOff, "auto"), AgentFault);
  });

  it("undoes scale and offset exactly", () => {
    const conversion = { scale: decimal("0.1"), offset: decimal("-40") };
    assert.deepEqual(toWire({ decimals: 1 }, conversion, decimal("21.5")), decimal("615"));
  });

  it("leaves everything else as it is", () => {
    assert.deepEqual(
      [true, "auto", decimal("21.50")].map((value) => toWire({ decimals: 2 }, {}, value)),
      [true, "auto", decimal("21.50")],
    );
  });

  it("is undone by toValue, whatever scale and offset", () => {
    const factor = fc
      .record({ coefficient: fc.bigInt({ min: 1n, max: 10n ** 9n }), scale: fc.nat(9) }, { noNullPrototype: true })
      .chain((positive) => fc.constantFrom(positive, { ...positive, coefficient: -positive.coefficient }));
    const digits = fc.record({ coefficient: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), decimals: fc.nat(6) });
    fc.assert(
      fc.property(factor, factor, digits, (scale, offset, { coefficient, decimals }) => {
        const value = { coefficient, scale: decimals };
        const wire = toWire({ decimals }, { scale, offset }, value);
        assert.deepEqual(convert("number", wire, { scale, offset }, decimals), value);
      }),
    );
  });
});
