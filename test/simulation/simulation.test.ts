import assert from "node:assert/strict";
import { test } from "node:test";
import { replayCommand, simulate } from "./simulate.ts";
import { sumCounts } from "./sum-counts.ts";
import { troubleKinds } from "./troubles.ts";

/** `SIMULATION_SEEDS=5000 SIMULATION_FROM=1` plays more of them, or others. */
const count = Number(process.env.SIMULATION_SEEDS ?? 250);
const from = Number(process.env.SIMULATION_FROM ?? 1);

test("whatever goes wrong around the agent, every reading is accounted for and every command ends once", async (t) => {
  const runs = await simulate({ from, count });
  const faults = runs.flatMap(({ seed, faults: [first] }) =>
    first === undefined ? [] : [`${replayCommand(seed)}: ${first}`],
  );
  assert.deepEqual(faults, []);
  assert.equal(runs.length, count);
  const counts = sumCounts(runs);
  t.diagnostic(`${count} seeds: ${[...counts].map(([what, times]) => `${times} ${what}`).join(", ")}`);
  for (const kind of troubleKinds) assert.ok((counts.get(kind) ?? 0) > 0, `never: ${kind}`);
  for (const what of ["readings lost", "messages said again", "a commit kept-and-refused", "late"]) {
    assert.ok((counts.get(what) ?? 0) > 0, `never: ${what}`);
  }
});

test("a seed is one run, to the last bit", async () => {
  const twice = [await simulate({ from, count: 12 }), await simulate({ from, count: 12 })];
  const [one, other] = twice.map((runs) =>
    runs.toSorted((a, b) => a.seed - b.seed).map(({ seed, hash }) => [seed, hash]),
  );
  assert.deepEqual(one, other);
  assert.equal(new Set(one?.map(([, hash]) => hash)).size, 12, "and no two seeds are the same run");
});
