import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readTypedDuration, splitDuration } from "../../src/talk/read-typed-duration.ts";
import { words } from "../../src/texts/en/words.ts";

const read = (typed: string) => readTypedDuration(typed.split(" "), words);

const rows: readonly (readonly [string, number | undefined])[] = [
  ["30s", 30_000],
  ["30 s", 30_000],
  ["90 seconds", 90_000],
  ["10m", 600_000],
  ["10 min", 600_000],
  ["10 Minutes", 600_000],
  ["2h", 7_200_000],
  ["1 h 30 min", 5_400_000],
  ["1h30m", 5_400_000],
  ["1 day", 86_400_000],
  ["0s", undefined],
  ["10", undefined],
  ["m", undefined],
  ["-5m", undefined],
  ["1.5h", undefined],
  ["ten minutes", undefined],
  ["10m later", undefined],
  ["10 parsecs", undefined],
  ["999999d", undefined],
  ["1s 1s 1s 1s", undefined],
];
for (const [typed, ms] of rows) {
  test(`"${typed}" is ${ms === undefined ? "no duration" : `${ms} ms`}`, () => assert.equal(read(typed), ms));
}

test("what stands before the last `for` with a duration is the value", () => {
  assert.deepEqual(splitDuration(["on", "for", "10", "min"], words), { before: ["on"], ms: 600_000 });
  assert.deepEqual(splitDuration(["on", "for", "ever"], words), { before: ["on", "for", "ever"], ms: undefined });
  assert.deepEqual(splitDuration(["on", "FOR", "2h"], words), { before: ["on"], ms: 7_200_000 });
});

test("a duration is never longer than a year, and nothing throws", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("9".repeat(6), "d", "h"))),
      (typed) => {
        const ms = readTypedDuration(typed, words) ?? 1;
        assert.ok(Number.isSafeInteger(ms) && ms > 0 && ms <= 366 * 86_400_000);
      },
    ),
  );
});
