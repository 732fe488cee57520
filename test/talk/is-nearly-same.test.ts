import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isNearlySame } from "../../src/talk/is-nearly-same.ts";

/** The same by its definition: one edit away, again and again. */
function isWithin(a: string, b: string, most: number): boolean {
  if (a === b) return true;
  if (most === 0) return false;
  const place = [...a].findIndex((letter, at) => letter !== b[at]);
  const at = place === -1 ? Math.min(a.length, b.length) : place;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  const isSwap = restA.length > 1 && restB.length > 1 && restA[0] === restB[1] && restA[1] === restB[0];
  return (
    isWithin(restA.slice(1), restB, most - 1) ||
    isWithin(restA, restB.slice(1), most - 1) ||
    (restA !== "" && restB !== "" && isWithin(restA.slice(1), restB.slice(1), most - 1)) ||
    (isSwap && isWithin(restA.slice(2), restB.slice(2), most - 1))
  );
}

test("two words are nearly the same as far as letters were put in, left out, changed or swapped", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.nat({ max: 2 }), (a, b, most) => {
      assert.equal(isNearlySame(a, b, most), isWithin(a, b, most));
    }),
    { numRuns: 5_000 },
  );
});
