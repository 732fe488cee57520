import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ProcessStep } from "../../../src/core/process-step.ts";
import { decimal, FilterBench, readingOf, show } from "./filter-bench.ts";

const settle: ProcessStep = { kind: "settle", for: 2000 };
const throttle: ProcessStep = { kind: "throttle", every: 10_000 };
const heartbeat: ProcessStep = { kind: "heartbeat", every: 60_000 };

test("a contact that bounces is told once it stayed, with the time at which it did so first", () => {
  const bench = new FilterBench([settle]);
  assert.deepEqual(bench.take(false), [""]);
  assert.deepEqual(bench.wait(1999), []);
  assert.deepEqual(bench.wait(1), ["false measured 0"]);
  assert.deepEqual(bench.take(true, false, true), ["", "false", ""]);
  bench.wait(1000);
  assert.deepEqual(bench.take(true), [""]);
  assert.deepEqual(bench.wait(1000), ["true measured 2000"]);
  assert.deepEqual(bench.take(true), ["true"]);
  assert.deepEqual(bench.wait(100_000), []);
});

test("what bounced back is never told", () => {
  const bench = new FilterBench([settle]);
  bench.take(false);
  bench.wait(2000);
  bench.take(true);
  bench.wait(1999);
  assert.deepEqual(bench.take(false), ["false"]);
  assert.deepEqual(bench.wait(10_000), []);
});

test("a hole is told at once, and what comes after it must settle anew, were it the same", () => {
  const bench = new FilterBench([settle]);
  bench.take(false);
  bench.wait(2000);
  assert.deepEqual(bench.take("fault", false), ["fault undefined", ""]);
  assert.deepEqual(bench.wait(2000), ["false measured 2000"]);
  assert.deepEqual(bench.take(true, "unavailable"), ["", "unavailable undefined"]);
  assert.deepEqual(bench.wait(10_000), []);
});

test("throttle passes the first, and of what comes too soon the last, at the end of its time", () => {
  const bench = new FilterBench([throttle]);
  assert.deepEqual(bench.take("1", "2"), ["1", ""]);
  bench.wait(4000);
  assert.deepEqual(bench.take("3"), [""]);
  assert.deepEqual(bench.wait(5999), []);
  assert.deepEqual(bench.wait(1), ["3 measured 4000"]);
  assert.deepEqual(bench.wait(9999), []);
  assert.deepEqual(bench.take("4"), [""]);
  assert.deepEqual(bench.wait(1), ["4 measured 19999"]);
  bench.wait(10_000);
  assert.deepEqual(bench.take("5"), ["5"]);
});

test("throttle lets no hole wait, and none that ends", () => {
  assert.deepEqual(new FilterBench([throttle]).take("1", "unavailable", "2"), ["1", "unavailable undefined", "2"]);
});

test("delta measures from the last number that went on, so that a slow drift is told", () => {
  const bench = new FilterBench([{ kind: "delta", least: decimal("0.5") }]);
  assert.deepEqual(bench.take("20", "20.4", "20.49", "20.5", "20.1", "20"), ["20", "", "", "20.5", "", "20"]);
  assert.deepEqual(bench.take("fault", "20"), ["fault undefined", "20"]);
});

test("a heartbeat says the last good value again, without a time of measurement, and marks it as repeated", () => {
  const bench = new FilterBench([{ kind: "delta", least: decimal("1") }, heartbeat]);
  assert.deepEqual(bench.take("20", "20.1"), ["20", ""]);
  assert.deepEqual(bench.wait(59_999), []);
  assert.deepEqual(bench.wait(1), ["20 measured never, repeated"]);
  bench.wait(30_000);
  assert.deepEqual(bench.take("22"), ["22"]);
  assert.deepEqual(bench.wait(59_999), []);
  assert.deepEqual(bench.wait(1), ["22 measured never, repeated"]);
});

test("a heartbeat fills no hole", () => {
  const bench = new FilterBench([heartbeat]);
  bench.take("20", "fault");
  assert.deepEqual(bench.wait(600_000), []);
});

test("what goes on by time goes through the steps behind it as well", () => {
  const bench = new FilterBench([settle, { kind: "throttle", every: 60_000 }]);
  bench.take("a");
  assert.deepEqual(bench.wait(2000), ["a measured 0"]);
  bench.take("b");
  assert.deepEqual(bench.wait(2000), []);
  assert.equal(bench.chain.dueAt(), 62_000);
  assert.deepEqual(bench.wait(58_000), ["b measured 2000"]);
});

test("where the clock was set while a value waited, its times are set along", () => {
  const bench = new FilterBench([settle]);
  const { measuredAt = 0 } = readingOf(true);
  bench.chain.take(readingOf(true), bench.moment);
  const [due] = bench.chain.due({ now: 2000, utc: bench.moment.utc + 2000 + 86_400_000 });
  assert.equal(due?.reading.measuredAt, measuredAt + 86_400_000);
  assert.equal(due?.reading.takenAt, measuredAt + 86_400_000);
});

const turn = fc.tuple(fc.constantFrom("1", "2", "3", "fault", "unavailable"), fc.integer({ min: 0, max: 5000 }));
for (const step of [settle, throttle]) {
  test(`${step.kind}: whatever comes, the last word of the source stands in the end, and nothing waits for ever`, () => {
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 30 }), (turns) => {
        const bench = new FilterBench([step]);
        let seen = "";
        for (const [text, ms] of turns) {
          const [out = ""] = bench.take(text);
          if (out !== "") seen = out;
          for (const due of bench.wait(ms)) seen = due.split(" measured")[0] ?? "";
        }
        for (const due of bench.wait(20_000)) seen = due.split(" measured")[0] ?? "";
        assert.equal(seen, show(readingOf(turns.at(-1)?.[0] ?? "")));
        assert.equal(bench.chain.dueAt(), undefined);
      }),
    );
  });
}
