import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ProcessStep } from "../../../src/core/process-step.ts";
import { decimal, FilterBench, readingOf } from "./filter-bench.ts";

const number = fc.integer({ min: -99_999, max: 99_999 }).map((digits) => decimal(String(digits / 100)));
const above0 = fc.integer({ min: 1, max: 100 }).map((digits) => decimal(String(digits / 100)));
const ms = fc.integer({ min: 1, max: 20_000 });
const pairs = fc
  .uniqueArray(fc.integer({ min: -100, max: 100 }), { minLength: 2, maxLength: 5 })
  .chain((xs) => fc.tuple(...xs.map((x) => number.map((right) => ({ measured: decimal(String(x)), true: right })))));

const step: fc.Arbitrary<ProcessStep> = fc.oneof(
  number.map((by) => ({ kind: "offset", by }) as const),
  number.map((by) => ({ kind: "scale", by }) as const),
  pairs.map((points) => ({ kind: "calibrate-line", points }) as const),
  pairs.map((points) => ({ kind: "calibrate-points", points }) as const),
  number.map((minimum) => ({ kind: "clamp", minimum, maximum: undefined }) as const),
  number.map((above) => ({ kind: "out-of-range", below: undefined, above }) as const),
  fc.integer({ min: 2, max: 9 }).map((of) => ({ kind: "median", of }) as const),
  fc.integer({ min: 2, max: 9 }).map((of) => ({ kind: "moving-average", of }) as const),
  above0.map((weight) => ({ kind: "exponential", weight }) as const),
  above0.map((least) => ({ kind: "delta", least }) as const),
  ms.map((every) => ({ kind: "throttle", every }) as const),
  ms.map((forMs) => ({ kind: "settle", for: forMs }) as const),
);
const steps = fc
  .tuple(fc.array(step, { maxLength: 5 }), fc.option(ms.map((every) => ({ kind: "heartbeat", every }) as const)))
  .map(([list, beat]): readonly ProcessStep[] => (beat === null ? list : [...list, beat]));

const word = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -500, max: 500 }).map(String) },
  fc.constantFrom("fault", "unavailable"),
);
const day = fc.array(fc.tuple(word, fc.integer({ min: 0, max: 30_000 })), { maxLength: 25 });

function live(bench: FilterBench, turns: readonly (readonly [string, number])[]): readonly string[] {
  return turns.flatMap(([text, wait]) => [...bench.take(text), ...bench.wait(wait)]);
}

test("whatever the steps and whatever comes: nothing is thrown, every hole goes by at once, and the same gives the same", () => {
  fc.assert(
    fc.property(steps, day, (list, turns) => {
      const bench = new FilterBench(list);
      for (const [text, wait] of turns) {
        const [out] = bench.take(text);
        if (text === "fault" || text === "unavailable") assert.equal(out, `${text} undefined`);
        bench.wait(wait);
      }
      assert.deepEqual(live(new FilterBench(list), turns), live(new FilterBench(list), turns));
    }),
  );
});

test("two properties with the same steps are as if each were alone, and one that begins anew knows nothing of before", () => {
  fc.assert(
    fc.property(steps, day, day, (list, mine, others) => {
      const [one, other] = [new FilterBench(list), new FilterBench(list)];
      const mixed = mine.map((turn, place) => {
        live(other, others.slice(place, place + 1));
        return live(one, [turn]);
      });
      const alone = new FilterBench(list);
      assert.deepEqual(
        mixed,
        mine.map((turn) => live(alone, [turn])),
      );
    }),
  );
});

/** Those that wait for nothing. */
const prompt = step.filter(({ kind }) => kind !== "throttle" && kind !== "settle");

test("a chain is its steps one after the other", () => {
  fc.assert(
    fc.property(fc.array(prompt, { maxLength: 4 }), fc.array(prompt, { maxLength: 4 }), day, (first, second, turns) => {
      const whole = new FilterBench([...first, ...second]);
      const [front, back] = [new FilterBench(first), new FilterBench(second)];
      for (const [text] of turns) {
        const reading = front.chain.take(readingAt(text, front), front.moment);
        const passed = reading && back.chain.take(reading, back.moment);
        assert.deepEqual(whole.chain.take(readingAt(text, whole), whole.moment), passed);
      }
    }),
  );
});

function readingAt(text: string, { now }: FilterBench) {
  return readingOf(text, now);
}
