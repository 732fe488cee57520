import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Decimal, parseDecimal } from "../../src/core/decimal.ts";
import type { Reading } from "../../src/core/reading.ts";
import { decode } from "../../src/readings/decode.ts";
import { judgeValue } from "../../src/readings/judge-value.ts";
import { logEntry } from "../../src/readings/log-entry.ts";
import { someProperty } from "../fakes/some-thing.ts";

const decimal = (text: string): Decimal => parseDecimal(text) ?? assert.fail(text);
const bounded = someProperty({ minimum: decimal("-40"), maximum: decimal("85"), decimals: 1 });

function decodeWire(wire: boolean | string | Decimal, property = bounded): Reading {
  return judgeValue(property, decode(property, { kind: "value", path: property.path, wire, measuredAt: 5 }, 7));
}

test("a number is converted and rounded to the property's decimals", () => {
  assert.deepEqual(decodeWire("21.46"), {
    path: bounded.path,
    value: { coefficient: 215n, scale: 1 },
    quality: "ok",
    measuredAt: 5,
    takenAt: 7,
  });
});

test("what is processed keeps six digits more, until all its steps are done", () => {
  const property = someProperty({ decimals: 1, process: [{ kind: "offset", by: decimal("0.04") }] });
  const reading = decode(property, { kind: "value", path: property.path, wire: "21.46", measuredAt: 5 }, 7);
  assert.deepEqual(reading.value, { coefficient: 214_600_000n, scale: 7 });
  assert.deepEqual(judgeValue(property, reading).value, { coefficient: 215n, scale: 1 });
});

test("what grew absurdly large by its steps is a fault", () => {
  const processed = someProperty({ process: [{ kind: "scale", by: decimal("1e20") }] });
  const reading = judgeValue(processed, { ...decodeWire("1"), value: { coefficient: 10n ** 31n, scale: 0 } });
  assert.deepEqual([reading.quality, reading.value, reading.fault?.code], ["fault", undefined, "out-of-bounds"]);
});

const bounds = [
  ["-40", "ok"],
  ["85.0", "ok"],
  ["-40.1", "out-of-range"],
  ["85.1", "out-of-range"],
] as const;
for (const [wire, quality] of bounds) {
  test(`${wire} between -40 and 85 is ${quality} and keeps its value`, () => {
    const reading = decodeWire(wire);
    assert.equal(reading.quality, quality);
    assert.deepEqual(reading.value, { ...decimal(wire), coefficient: BigInt(Math.round(Number(wire) * 10)), scale: 1 });
    assert.equal(reading.fault?.code, quality === "ok" ? undefined : "out-of-bounds");
  });
}

test("what is no number is a fault without a value", () => {
  const reading = decodeWire("warm");
  assert.equal(reading.quality, "fault");
  assert.equal(reading.value, undefined);
  assert.equal(reading.fault?.code, "not-a-value");
});

test("an absent sample keeps its quality, fault and time, and is no measurement", () => {
  const sample = {
    kind: "absent",
    path: bounded.path,
    quality: "unavailable",
    fault: "connection-down",
    detail: "The broker is away.",
    noticedAt: 3,
  } as const;
  assert.deepEqual(decode(bounded, sample, 7), {
    path: bounded.path,
    value: undefined,
    quality: "unavailable",
    measuredAt: undefined,
    takenAt: 3,
    fault: { code: "connection-down", detail: "The broker is away." },
  });
});

test("no wire text is too strange to decode", () => {
  const types = fc.constantFrom("boolean", "integer", "number", "string");
  fc.assert(
    fc.property(types, fc.oneof(fc.string({ unit: "binary" }), fc.boolean()), (type, wire) => {
      const property = someProperty({ type, decimals: type === "number" ? 2 : 0 });
      const reading = decode(property, { kind: "value", path: property.path, wire, measuredAt: undefined }, 7);
      assert.equal(reading.quality === "ok", reading.value !== undefined);
    }),
  );
});

test("the log gets the time of measurement, or where nobody knows it the time of taking", () => {
  const reading = decodeWire("21.5");
  assert.equal(logEntry(bounded, reading).at, 5);
  assert.equal(logEntry(bounded, { ...reading, measuredAt: undefined }).at, 7);
  assert.equal(logEntry(bounded, { ...reading, quality: "stale" }).at, 7);
});
