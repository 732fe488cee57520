import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fuzzRuns } from "../fakes/fuzz-runs.ts";
import { busMoods } from "../fakes/physical-output.ts";
import { LimitsWorld, outputNames, type Step } from "./limits-world.ts";

const output = fc.constantFrom(...outputNames);

/** Everything that may happen to outputs, with what is ordinary more often. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("write" as const),
      output,
      on: fc.boolean(),
      lease: fc.option(fc.constantFrom(500, 4_000, 30_000), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pulse" as const), output, ms: fc.constantFrom(500, 3_000) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("swap" as const), first: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.oneof(fc.integer({ min: 1, max: 2_500 }), fc.integer({ min: 1, max: 40_000 })),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("mood" as const), output, mood: fc.constantFrom(...busMoods) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("low" as const), value: fc.constantFrom(true, false, false, undefined) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("hand" as const), on: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("link" as const), state: fc.constantFrom("up" as const, "lost" as const) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "stop" as const }) },
  { weight: 2, arbitrary: fc.constant({ do: "release" as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), clean: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("clock" as const),
      trusted: fc.boolean(),
      jump: fc.constantFrom(-86_400_000, 0, 86_400_000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "disk" as const }) },
);

test("whatever is written, read, stopped, restarted or broken, no output does what its limits forbid", async () => {
  const counts = { runs: 0, steps: 0, begun: 0, refused: 0, rises: 0, safe: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const world = new LimitsWorld(counts);
      await world.start();
      for (const one of steps) await world.play(one);
      await world.calmDown();
      counts.runs += 1;
      assert.deepEqual(world.complaints, []);
    }),
    fuzzRuns(300),
  );
  console.log(`limits: ${JSON.stringify(counts)}`);
  assert.ok(counts.rises > counts.runs, "outputs were really switched on");
});
