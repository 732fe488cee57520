import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { telemetryExample, telemetrySchema } from "../../schemas/telemetry.ts";
import { compileCheck } from "../../src/checking/compile-check.ts";
import { decimalOf } from "../../src/core/decimal.ts";
import { type DecodedReading, decodeColumns } from "../../src/core/decode-columns.ts";
import { encodeColumns } from "../../src/core/encode-columns.ts";
import { affordancePath, asThingId, splitPath } from "../../src/core/ids.ts";
import { type Quality, qualities } from "../../src/core/quality.ts";
import type { NewLogEntry } from "../../src/core/store-ports.ts";
import type { Value } from "../../src/core/value.ts";

const start = 1_780_310_400_000;
const check = compileCheck(telemetrySchema);

function entry(name: string, at: number, value: Value | undefined, quality: Quality = "ok"): NewLogEntry {
  const path = affordancePath(asThingId("shed"), name);
  const type = typeof value === "boolean" ? "boolean" : typeof value === "string" ? "string" : "number";
  const scale = typeof value === "object" ? value.scale : 0;
  return { path, type, unit: type === "number" ? "Cel" : undefined, scale, value, quality, at };
}

/** What a round trip must give: per series, in the order of recording; of one moment what is ok before what is not. */
function expected(entries: readonly NewLogEntry[]) {
  const series = Map.groupBy(entries, ({ path, type, unit, scale }) => JSON.stringify([path, type, unit, scale]));
  return bySeries(
    [...series.values()].flatMap((rows) =>
      momentsOf(rows)
        .flatMap((moment) => [...moment.filter(isPlain), ...moment.filter((row) => !isPlain(row))])
        .map(({ path, at, quality, value, unit }) => ({ ...splitPath(path), at, quality, value, unit })),
    ),
  );
}

/** Which series comes first in an event is free. */
function bySeries(readings: readonly DecodedReading[]) {
  return Map.groupBy(readings, ({ thing, name, unit }) => `${thing}/${name} ${unit}`);
}

/** Those that follow each other with the same time. */
function momentsOf(rows: readonly NewLogEntry[]): readonly (readonly NewLogEntry[])[] {
  const moments: NewLogEntry[][] = [];
  for (const row of rows) {
    const last = moments.at(-1);
    if (last?.[0]?.at === row.at) last.push(row);
    else moments.push([row]);
  }
  return moments;
}

function isPlain({ quality, value }: NewLogEntry): boolean {
  return quality === "ok" && value !== undefined;
}

function overTheWire(entries: readonly NewLogEntry[]) {
  const content = { ...telemetryExample, columns: JSON.parse(JSON.stringify(encodeColumns(entries))) };
  const checked = check(content);
  assert.ok(checked.ok, checked.ok ? "" : JSON.stringify(checked.problems));
  return decodeColumns(content);
}

const values: Record<NewLogEntry["type"], fc.Arbitrary<Value>> = {
  boolean: fc.boolean(),
  string: fc.string({ unit: "grapheme", maxLength: 8 }),
  number: fc
    .oneof(fc.bigInt({ min: -5000n, max: 5000n }), fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }))
    .map((c) => ({
      coefficient: c,
      scale: 2,
    })),
  integer: fc.maxSafeInteger().map(decimalOf),
};

const entries = fc.constantFrom<NewLogEntry["type"]>("boolean", "string", "number", "integer").chain((type) =>
  fc.record(
    {
      path: fc.constantFrom("a", "b").map((name) => affordancePath(asThingId("shed"), `${name}_${type}`)),
      type: fc.constant(type),
      unit: type === "number" ? fc.constantFrom("Cel", undefined) : fc.constant(undefined),
      scale: fc.constant(type === "number" ? 2 : 0),
      value: fc.option(values[type], { nil: undefined }),
      quality: fc.constantFrom(...qualities),
      at: fc.nat(1_000_000).map((after) => start + after),
    },
    { noNullPrototype: true },
  ),
);

describe("encodeColumns", () => {
  it("gives every property a column, and series measured together one list of times", () => {
    const together = [0, 10_000, 20_000].flatMap((after) => [
      entry("warm", start + after, { coefficient: 215n, scale: 1 }),
      entry("damp", start + after, { coefficient: 55n, scale: 0 }),
    ]);
    assert.deepEqual(
      encodeColumns(together).map(({ name, times }) => [name, times]),
      [
        ["damp", [0, 10_000, 10_000]],
        ["warm", 0],
      ],
    );
  });

  it("starts a column of its own when unit or scale changed", () => {
    const changed = [
      entry("warm", start, { coefficient: 215n, scale: 1 }),
      entry("warm", start + 1, { coefficient: 2150n, scale: 2 }),
    ];
    assert.deepEqual(
      encodeColumns(changed).map((column) => "values" in column && column.scale),
      [1, 2],
    );
  });

  it("says of a column only what differs from those before it", () => {
    const shed = [
      entry("warm", start, { coefficient: 215n, scale: 1 }),
      entry("soil", start + 7, { coefficient: 180n, scale: 1 }),
      entry("door", start + 9, true),
      { ...entry("level", start + 11, { coefficient: 4n, scale: 1 }), unit: undefined },
    ];
    const barn = shed.slice(0, 1).map((one) => ({ ...one, path: affordancePath(asThingId("silo"), "warm") }));
    assert.deepEqual(encodeColumns([...shed, ...barn]), [
      { thing: "shed", base_at: start + 9, kind: "boolean", name: "door", times: [0], values: [1] },
      { kind: "number", scale: 1, name: "level", times: [2], values: [4] },
      { unit: "Cel", name: "warm", times: [-9], values: [215] },
      { name: "soil", times: [-2], values: [180] },
      { thing: "silo", name: "warm", times: [-9], values: [215] },
    ]);
  });

  it("says that a number has no unit where the one before has one", () => {
    const warm = entry("warm", start, decimalOf(20));
    const later = { ...entry("level", start, { coefficient: 4n, scale: 1 }), unit: undefined };
    const decoded = overTheWire([warm, later]);
    assert.deepEqual(encodeColumns([warm, later])[1]?.name === "level" && decoded, {
      ok: true,
      readings: [
        { thing: "shed", name: "warm", at: start, quality: "ok", value: decimalOf(20), unit: "Cel" },
        {
          thing: "shed",
          name: "level",
          at: start,
          quality: "ok",
          value: { coefficient: 4n, scale: 1 },
          unit: undefined,
        },
      ],
    });
  });

  it("keeps a reading each of 1,000 properties of 20 Things under 46 bytes a reading", () => {
    const readings = Array.from({ length: 1000 }, (_, index) => ({
      ...entry("warm", start + index * 13, { coefficient: BigInt(200 + (index % 50)), scale: 1 }),
      path: affordancePath(asThingId(`thing${Math.floor(index / 50)}`), `n${index % 50}`),
    }));
    const size = Buffer.byteLength(JSON.stringify(encodeColumns(readings)));
    assert.ok(size < 46_000, `${size} bytes`);
  });

  it("starts another column where a series' time goes back, and so keeps the order of recording", () => {
    const times = [5_000, 6_000, 1_000, 1_000, 2_000];
    const stepped = times.map((after, index) => entry("warm", start + after, decimalOf(BigInt(index))));
    const columns = encodeColumns([...stepped, entry("warm", start, undefined, "fault")]);
    assert.deepEqual(
      columns.map(({ base_at, times, holes }) => [base_at, times, holes]),
      [
        [start + 5_000, [0, 1_000], undefined],
        [undefined, [-4_000, 0, 1_000], undefined],
        [undefined, [], [[-5_000, 4]]],
      ],
    );
  });

  it("keeps what is out of range out of the values, but does not lose it", () => {
    const hot = [entry("warm", start, decimalOf(20)), entry("warm", start + 5, decimalOf(900), "out-of-range")];
    const [column] = encodeColumns(hot);
    assert.deepEqual(column && "values" in column && [column.values, column.holes], [[20], [[5, 3, 900]]]);
  });

  it("writes a difference that is no safe integer as digits", () => {
    const [column] = encodeColumns([entry("meter", start, decimalOf(2n ** 60n))]);
    assert.deepEqual(column && "values" in column && column.values, ["1152921504606846976"]);
  });

  it("keeps 1,200 readings of a few series under 40 kB", () => {
    const readings = Array.from({ length: 400 }, (_, index) => [
      entry("warm", start + index * 10_007, { coefficient: 2150n + BigInt((index * 37) % 90), scale: 2 }),
      entry("damp", start + index * 10_007, { coefficient: 550n + BigInt((index * 13) % 40), scale: 1 }),
      entry("door", start + index * 61_391, index % 2 === 0),
    ]).flat();
    const size = Buffer.byteLength(JSON.stringify({ ...telemetryExample, columns: encodeColumns(readings) }));
    assert.ok(size < 40_000, `${size} bytes`);
  });

  it("is undone by decodeColumns, and always fits the schema", () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 60 }), (log) => {
        const decoded = overTheWire(log);
        assert.ok(decoded.ok);
        assert.deepEqual(bySeries(decoded.readings), expected(log));
      }),
      { numRuns: 300 },
    );
  });
});
