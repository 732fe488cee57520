import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareDecimals, type Decimal } from "../../src/core/decimal.ts";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { qualities } from "../../src/core/quality.ts";
import type { LogEntry } from "../../src/core/store-ports.ts";
import { isDecimal, type Value } from "../../src/core/value.ts";
import { downsample } from "../../src/readings/downsample.ts";

const path = affordancePath(asThingId("box"), "warmth");

function entry(at: number, value: Value | undefined, quality: LogEntry["quality"] = "ok"): LogEntry {
  return { position: 1, path, type: "number", unit: "Cel", scale: 1, at, value, quality };
}

const tenths = (coefficient: number): Decimal => ({ coefficient: BigInt(coefficient), scale: 1 });

test("each stretch tells its first and last, its least and greatest, exactly", () => {
  const entries = [
    entry(1000, tenths(205)),
    entry(1400, tenths(190)),
    entry(1500, { coefficient: 21_050n, scale: 3 }),
    entry(1999, tenths(200)),
    entry(3000, tenths(-5)),
    entry(5000, tenths(1)),
  ];
  assert.deepEqual(downsample(entries, 1000, 4999, 4), [
    {
      fromAt: 1000,
      toAt: 1999,
      count: 4,
      first: tenths(205),
      last: tenths(200),
      least: tenths(190),
      greatest: { coefficient: 21_050n, scale: 3 },
      words: [],
      isBroken: false,
    },
    {
      fromAt: 3000,
      toAt: 3000,
      count: 1,
      first: tenths(-5),
      last: tenths(-5),
      least: tenths(-5),
      greatest: tenths(-5),
      words: [],
      isBroken: false,
    },
  ]);
});

test("booleans and texts have no least and no greatest", () => {
  const [stretch] = downsample([entry(1, true), entry(2, false)], 0, 10, 1);
  assert.deepEqual(stretch, {
    fromAt: 1,
    toAt: 2,
    count: 2,
    first: true,
    last: false,
    least: undefined,
    greatest: undefined,
    words: [true, false],
    isBroken: false,
  });
});

test("a reading that cannot be trusted breaks the curve after the stretch before it, and nowhere else", () => {
  const broken = (entries: readonly LogEntry[]) => downsample(entries, 0, 99, 10).map(({ isBroken }) => isBroken);
  const [one, two, three] = [entry(5, tenths(5)), entry(25, tenths(6)), entry(45, tenths(7))];
  assert.deepEqual(broken([one, two, three]), [false, false, false]);
  assert.deepEqual(broken([one, entry(7, undefined, "unavailable"), two, three]), [true, false, false]);
  assert.deepEqual(broken([one, two, entry(35, tenths(6), "stale"), three]), [false, true, false]);
  assert.deepEqual(broken([one, two, entry(41, undefined, "fault"), three, entry(90, undefined, "fault")]), [
    false,
    true,
    true,
  ]);
  assert.deepEqual(broken([entry(1, undefined, "fault"), one]), [false]);
});

test("late data stands where its own time is", () => {
  const [stretch] = downsample([entry(5, tenths(5)), entry(3, tenths(3)), entry(4, tenths(4))], 0, 9, 1);
  assert.deepEqual([stretch?.first, stretch?.last, stretch?.fromAt, stretch?.toAt], [tenths(3), tenths(5), 3, 5]);
});

test("whatever the history: no reading outside is drawn, no more stretches than wished, none in two", () => {
  const someEntry = fc
    .tuple(fc.nat(2000), fc.option(fc.integer(), { nil: undefined }), fc.constantFrom(...qualities))
    .map(([at, value, quality]) => entry(at, value === undefined ? undefined : tenths(value), quality));
  fc.assert(
    fc.property(
      fc.array(someEntry),
      fc.nat(1000),
      fc.nat(1000),
      fc.integer({ min: 1, max: 50 }),
      (all, from, span, most) => {
        const stretches = downsample(all, from, from + span, most);
        const drawn = all.filter(
          ({ at, value, quality }) => quality === "ok" && value !== undefined && at >= from && at <= from + span,
        );
        assert.ok(stretches.length <= most);
        assert.equal(
          stretches.reduce((sum, { count }) => sum + count, 0),
          drawn.length,
        );
        for (const [place, { fromAt, toAt }] of stretches.entries()) {
          assert.ok(fromAt <= toAt && fromAt > (stretches[place - 1]?.toAt ?? -1));
        }
        const numbers = drawn.flatMap(({ value }) => (isDecimal(value) ? [value] : [])).toSorted(compareDecimals);
        const greatest = stretches.flatMap((stretch) => stretch.greatest ?? []).toSorted(compareDecimals);
        assert.deepEqual(greatest.at(-1), numbers.at(-1));
      },
    ),
  );
});
