import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultCounter } from "../../src/readings/fault-counter.ts";

const away = { code: "connection-down", detail: "The broker is away." } as const;
const garbage = { code: "bad-json", detail: "No JSON." } as const;

test("warns once when something goes away and says once that it is back", () => {
  const faults = new FaultCounter();
  const turns = [undefined, away, away, garbage, undefined, undefined].map((fault, now) =>
    faults.note("broker", fault, now),
  );
  assert.deepEqual(turns, [undefined, "warn", undefined, undefined, "recovered", undefined]);
});

test("something that comes and goes is warned of at most every ten minutes, and counted all the same", () => {
  const faults = new FaultCounter();
  const said: (string | undefined)[] = [];
  for (let now = 0; now < 3_600_000; now += 10_000) {
    said.push(faults.note("box/door", garbage, now), faults.note("box/door", undefined, now + 5000));
  }
  assert.equal(said.filter((turn) => turn === "warn").length, 6);
  assert.equal(said.filter((turn) => turn === "recovered").length, 6);
  assert.deepEqual(faults.totals(), [{ subject: "box/door", count: 360, fault: garbage, lasts: false }]);
});

test("each property and connection is counted by itself", () => {
  const faults = new FaultCounter();
  assert.equal(faults.note("broker", away, 0), "warn");
  assert.equal(faults.note("box/door", garbage, 0), "warn");
  assert.deepEqual(
    faults.totals().map(({ subject, count, lasts }) => [subject, count, lasts]),
    [
      ["broker", 1, true],
      ["box/door", 1, true],
    ],
  );
});
