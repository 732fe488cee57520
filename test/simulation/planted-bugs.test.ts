import assert from "node:assert/strict";
import { test } from "node:test";
import { type PlantedBug, plantedBugs } from "./planted-bugs.ts";
import { simulate } from "./simulate.ts";

/** At once, since most of the time goes by while a thread loads. */
const atOnce = 2;

test("each planted bug is found", async (t) => {
  const waiting = [...plantedBugs];
  const missed: string[] = [];
  const hunt = async (bug: PlantedBug): Promise<void> => {
    const runs = await simulate({ from: 1, count: bug.within, bug });
    const found = runs.find(({ faults }) => faults.length > 0);
    t.diagnostic(
      `${bug.name} → ${found === undefined ? "NOT SEEN" : `seed ${found.seed}: ${found.faults[0]?.slice(0, 90)}`}`,
    );
    if (found === undefined) missed.push(`${bug.name}: not in ${runs.length} seeds`);
  };
  const hunter = async (): Promise<void> => {
    for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) await hunt(bug);
  };
  await Promise.all(Array.from({ length: atOnce }, hunter));
  assert.deepEqual(missed, []);
});
