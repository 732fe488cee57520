import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ProcessStep } from "../../../src/core/process-step.ts";
import { decimal, FilterBench } from "./filter-bench.ts";

test("a median passes no single spike, and of an even count it is the mean of the middle two", () => {
  const bench = new FilterBench([{ kind: "median", of: 3 }], 1);
  assert.deepEqual(bench.take("20", "85", "20", "21", "22", "-40"), ["20.0", "52.5", "20.0", "21.0", "21.0", "21.0"]);
});

test("a moving average is the mean of the last ones, also of fewer than it wants", () => {
  const bench = new FilterBench([{ kind: "moving-average", of: 3 }], 3);
  assert.deepEqual(bench.take("1", "2", "6", "1", "1"), ["1.000", "1.500", "3.000", "3.000", "2.667"]);
});

test("an exponential average goes its part of the way", () => {
  const bench = new FilterBench([{ kind: "exponential", weight: decimal("0.25") }], 3);
  assert.deepEqual(bench.take("0", "8", "8", "8"), ["0.000", "2.000", "3.500", "4.625"]);
  assert.deepEqual(new FilterBench([{ kind: "exponential", weight: decimal("1") }], 1).take("1", "7"), ["1.0", "7.0"]);
});

const smoothing: readonly ProcessStep[] = [
  { kind: "median", of: 3 },
  { kind: "moving-average", of: 3 },
  { kind: "exponential", weight: decimal("0.5") },
];
for (const step of smoothing) {
  test(`${step.kind}: a fault leaves no trace in what follows, a source that was away begins anew`, () => {
    const undisturbed = new FilterBench([step]).take("10", "20", "30");
    const faulty = new FilterBench([step]).take("10", "fault", "20", "fault", "30");
    assert.deepEqual(
      faulty.filter((text) => !text.startsWith("fault")),
      undisturbed,
    );
    const away = new FilterBench([step]).take("10", "20", "unavailable", "30");
    assert.deepEqual(away.slice(2), ["unavailable undefined", new FilterBench([step]).take("30")[0]]);
  });

  test(`${step.kind}: what is out of range goes by and is mixed with nothing`, () => {
    const range: ProcessStep = { kind: "out-of-range", below: undefined, above: decimal("84.9") };
    const bench = new FilterBench([range, step]);
    assert.equal(bench.take("10", "85")[1], "out-of-range 85");
    assert.deepEqual(bench.take("20"), new FilterBench([step]).take("10", "20").slice(1));
  });

  test(`${step.kind}: it stays between the least and the greatest of what came, and the same stays the same`, () => {
    const values = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, (numbers) => {
        const out = new FilterBench([step]).take(...numbers.map(String)).map(Number);
        for (const [place, value] of out.entries()) {
          const before = numbers.slice(0, place + 1);
          assert.ok(value >= Math.min(...before) && value <= Math.max(...before));
        }
        const [first = 0] = numbers;
        const same = new FilterBench([step]).take(...numbers.map(() => String(first)));
        assert.ok(same.every((text) => Number(text) === first));
      }),
    );
  });

  test(`${step.kind}: two properties share nothing`, () => {
    const values = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: -1000, max: 1000 }).map(String)), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, (turns) => {
        const benches = [new FilterBench([step]), new FilterBench([step])];
        const mixed = turns.map(([which, text]) => benches[which ? 1 : 0]?.take(text)[0]);
        for (const which of [false, true]) {
          const own = turns.filter(([turn]) => turn === which).map(([, text]) => text);
          assert.deepEqual(
            new FilterBench([step]).take(...own),
            mixed.filter((_, place) => turns[place]?.[0] === which),
          );
        }
      }),
    );
  });
}

test("a moving average of a thousand does not drift: after a thousand zeros it is zero", () => {
  const bench = new FilterBench([{ kind: "moving-average", of: 1000 }], 6);
  bench.take(...Array.from({ length: 1500 }, (_, place) => `${place}.${place}1`));
  assert.equal(bench.take(...Array.from({ length: 1000 }, () => "0")).at(-1), "0.000000");
});
