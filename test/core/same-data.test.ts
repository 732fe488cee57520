import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { sameData } from "../../src/core/same-data.ts";

const data = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, tie("leaf"), fc.array(tie("any")), fc.dictionary(fc.string(), tie("any"))),
  leaf: fc.oneof(fc.constantFrom(undefined, null, true, false, "", 0, 1, 1n, Number.NaN), fc.string(), fc.bigInt()),
})).any;

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
};

test("plain data is the same exactly when Node says so", () => {
  fc.assert(
    fc.property(data, data, (a, b) => {
      const [left, right] = [plain(a), plain(b)];
      assert.equal(sameData(left, right), isDeepStrictEqual(left, right));
      assert.equal(sameData(left, structuredClone(left)), true);
    }),
    { numRuns: 2000 },
  );
});

test("the order of keys says nothing, that of a list does; a missing key is no undefined one", () => {
  assert.equal(sameData({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }), true);
  assert.equal(sameData([1, 2], [2, 1]), false);
  assert.equal(sameData({ a: undefined }, {}), false);
  assert.equal(sameData({ a: undefined }, { b: undefined }), false);
  assert.equal(sameData([], {}), false);
});
