import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { TelemetryPlace } from "../../../src/core/telemetry-place.ts";
import {
  formatSequenceMarks,
  type Gap,
  judgeSequence,
  parseSequenceMarks,
  type SequenceMarks,
} from "../../../src/wiring/operator/judge-sequence.ts";

type Told = { readonly gaps: readonly Gap[]; readonly late: readonly string[]; readonly duplicates: number };

function tell(places: readonly (readonly [epoch: number, seq: number, after?: TelemetryPlace["after"]])[]): Told {
  let marks: SequenceMarks = new Map();
  const gaps: Gap[] = [];
  const late: string[] = [];
  let duplicates = 0;
  for (const [epoch, seq, after] of places) {
    const judged = judgeSequence(parseSequenceMarks(formatSequenceMarks(marks)), { epoch, seq, after });
    if (judged.kind === "duplicate") duplicates++;
    else {
      marks = judged.marks;
      gaps.push(...judged.gaps);
      if (judged.isLate) late.push(`${epoch}/${seq}`);
    }
  }
  return { gaps, late, duplicates };
}

test("counting begins with the first event seen; a hole is told once and filled late", () => {
  const { gaps, late, duplicates } = tell([
    [5, 40],
    [5, 41],
    [5, 44],
    [5, 45],
    [5, 43],
    [5, 43],
  ]);
  assert.deepEqual(gaps, [{ epoch: 5, from: 42, to: 43 }]);
  assert.deepEqual([late, duplicates], [["5/43"], 1]);
});

test("the first event of a new epoch shows what is missing at the end of the one before", () => {
  assert.deepEqual(
    tell([
      [1, 1],
      [2, 1, { epoch: 1, seq: 1 }],
    ]).gaps,
    [],
  );
  assert.deepEqual(
    tell([
      [1, 1],
      [2, 1, { epoch: 1, seq: 3 }],
    ]).gaps,
    [{ epoch: 1, from: 2, to: 3 }],
  );
  assert.deepEqual(
    tell([
      [1, 1],
      [3, 2],
    ]).gaps,
    [{ epoch: 3, from: 1, to: 1 }],
  );
  assert.deepEqual(
    tell([
      [2, 1],
      [1, 9],
    ]).late,
    ["1/9"],
  );
});

test("whatever the order, each number is taken once", () => {
  const place = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(fc.array(place, { maxLength: 60 }), (places) => {
      const distinct = new Set(places.map(String)).size;
      assert.equal(places.length - tell(places).duplicates, distinct);
    }),
  );
});
