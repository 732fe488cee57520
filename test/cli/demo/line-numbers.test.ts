import assert from "node:assert/strict";
import { test } from "node:test";
import { lineNumbers } from "../../../src/cli/demo/line-numbers.ts";

/** Lines 1 to 20, one every 250 ms from 250 on. */
const sent = new Map(Array.from({ length: 20 }, (_, index) => [index + 1, (index + 1) * 250]));
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test("lines of the last second and those that nobody heard may be missing", () => {
  const report = lineNumbers(sent, [...range(2, 6), ...range(13, 18)], 2500);
  assert.deepEqual(report, { before: 5, after: 6, lost: [], lastSecond: [7, 8, 9, 10], unheard: 2, twice: [] });
});

test("an older line, and one that went out while somebody listened again, may not", () => {
  const report = lineNumbers(sent, [2, 3, 5, 6, 13, 15, 16], 2500);
  assert.deepEqual(report.lost, [4, 14]);
});

test("a line that came twice is told", () => {
  assert.deepEqual(lineNumbers(sent, [1, 2, 2, 12], 2500).twice, [2]);
});

test("without a line from before the kill there is nothing to judge", () => {
  assert.equal(lineNumbers(sent, [13, 14], 2500).before, 0);
});
