import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { qualities } from "../../../src/core/quality.ts";
import type { Value } from "../../../src/core/value.ts";
import { packReadings } from "../../../src/store/readings/pack-readings.ts";
import type { PackedReading } from "../../../src/store/readings/packed-reading.ts";
import { unpackReadings } from "../../../src/store/readings/unpack-readings.ts";

const scaleOf = (series: number): number => series % 4;

const decimal = (coefficient: fc.Arbitrary<bigint>, scale: fc.Arbitrary<number>) =>
  fc.tuple(coefficient, scale).map(([coefficient, scale]): Value => ({ coefficient, scale }));
const edge = fc
  .tuple(fc.constantFrom(2n ** 52n, 2n ** 53n, 2n ** 63n), fc.bigInt({ min: -2n, max: 2n }), fc.constantFrom(1n, -1n))
  .map(([edge, by, sign]) => sign * (edge + by));

const value: fc.Arbitrary<Value | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.boolean(),
  fc.string({ unit: "grapheme", maxLength: 5 }),
  fc.constantFrom("", "on", "off"),
  decimal(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.nat({ max: 64 })),
  decimal(fc.bigInt({ min: -900n, max: 900n }), fc.nat({ max: 3 })),
  decimal(edge, fc.nat({ max: 3 })),
);

const readings = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.constant(0), fc.nat({ max: 500 })),
      series: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 100_000 })),
      at: fc.oneof(
        fc.nat().map((part) => part * 4_000_000),
        fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
      ),
      quality: fc.constantFrom(...qualities),
      value,
    }),
    { maxLength: 60 },
  )
  .map((rows) => {
    let position = 41;
    return rows.map(({ gap, ...row }): PackedReading => {
      position += gap + 1;
      return { position, ...row };
    });
  });

test("every reading comes out of a pack exactly as it went in, in order", () => {
  fc.assert(
    fc.property(readings, (rows) => {
      assert.deepEqual(unpackReadings(packReadings(rows, 42, scaleOf), 42, scaleOf), rows);
    }),
    { numRuns: 300 },
  );
});

test("one series can be taken out of a pack without the others", () => {
  fc.assert(
    fc.property(readings, fc.integer({ min: 1, max: 3 }), (rows, wanted) => {
      const taken = unpackReadings(packReadings(rows, 1, scaleOf), 1, scaleOf, (series) => series === wanted);
      assert.deepEqual(
        taken,
        rows.filter(({ series }) => series === wanted),
      );
    }),
  );
});

test("whatever bytes are there, reading them ends, with readings or an error", () => {
  fc.assert(
    fc.property(readings, fc.nat(), fc.integer({ min: 1, max: 255 }), (rows, where, change) => {
      const bytes = packReadings(rows, 1, scaleOf).slice();
      const place = where % bytes.length;
      bytes[place] = (bytes[place] ?? 0) ^ change;
      try {
        unpackReadings(bytes, 1, scaleOf);
      } catch (error) {
        assert.ok(error instanceof Error);
      }
    }),
    { numRuns: 500 },
  );
});

test("a thousand sensors once a minute take at most 8 bytes a reading, one sensor at even times at most 4", () => {
  const sizeOf = (sensors: number): number => {
    const rows = Array.from({ length: 4096 }, (_, place): PackedReading => {
      const degrees = 200 + Math.round(60 * Math.sin((place % sensors) + place / 40_000)) + (place % 3);
      const at =
        1_767_225_600_000 + Math.floor(place / sensors) * 60_000 + (place % sensors) * 60 + ((place * 37) % 11);
      const decimal = { coefficient: BigInt(degrees), scale: 1 };
      return { position: place + 1, series: 1 + (place % sensors), at, quality: "ok", value: decimal };
    });
    return packReadings(rows, 1, () => 1).length / rows.length;
  };
  assert.ok(sizeOf(1000) <= 8, String(sizeOf(1000)));
  assert.ok(sizeOf(1) <= 4, String(sizeOf(1)));
});
