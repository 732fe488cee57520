import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Fate } from "../fakes/limited-sender.ts";
import { AgentUnderTest, type Told } from "./agent-under-test.ts";

type Step =
  | { readonly kind: "record" | "post"; readonly count: number }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "fates"; readonly fates: readonly Fate[] }
  | { readonly kind: "largest"; readonly bytes: number }
  | { readonly kind: "restart" | "limit" | "full-disk" };

const fate = fc.constantFrom<Fate[]>(
  "taken",
  "request-lost",
  "reply-lost",
  "server-error",
  "rejected",
  "busy",
  "limited-by-proxy",
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("record"), count: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("post"), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("wait"), ms: fc.integer({ min: 0, max: 90_000 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("fates"), fates: fc.array(fate, { maxLength: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("largest"), bytes: fc.integer({ min: 7000, max: 50_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("restart", "limit", "full-disk") }) },
) as fc.Arbitrary<Step>;

async function play(agent: AgentUnderTest, { ...step }: Step): Promise<void> {
  switch (step.kind) {
    case "record":
      return agent.record(step.count);
    case "post":
      for (let n = 0; n < step.count; n++) agent.post("result", "done");
      return;
    case "wait":
      return agent.clock.advance(step.ms);
    case "fates":
      agent.sender.fates.push(...step.fates);
      return;
    case "largest":
      agent.sender.largest = step.bytes;
      return;
    case "restart":
      return agent.restart();
    case "limit":
      return agent.sender.spendAll();
    case "full-disk":
      agent.log.failNext = new Error("disk full");
      return;
  }
}

test("whatever happens on the way, every reading is delivered once and in order, still waits, or is counted as lost", async () => {
  const travel = fc.integer({ min: 0, max: 3000 });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), travel, async (steps, travelMs) => {
      await using agent = new AgentUnderTest();
      agent.sender.travelMs = travelMs;
      for (const step of steps) await play(agent, step);
      await agent.clock.advance(10_000);
      checkConservation(agent);
      agent.sender.fates.length = 0;
      await agent.clock.advance(7_200_000);
      checkConservation(agent);
      assert.equal(agent.log.backlog().readings, 0);
      assert.equal(agent.posts.postsWaiting(), 0);
      // A run knows nothing of what the one before was asked to wait for.
      const restarts = steps.filter(({ kind }) => kind === "restart").length;
      assert.ok(agent.sender.tooEarly <= restarts, `${agent.sender.tooEarly} too early`);
    }),
    { numRuns: 1500 },
  );
});

function checkConservation(agent: AgentUnderTest): void {
  const arrived = agent.telemetry();
  const refused = [...agent.sender.refused.values()]
    .filter(({ type }) => type === "telemetry")
    .map(({ wire }) => JSON.parse(wire) as Told);
  const positions = arrived.flatMap((event) => event.positions);
  assert.deepEqual(positions, [...new Set(positions)].toSorted(byNumber), "each reading once and in order");

  const recorded = agent.log.entries.map(({ position }) => position);
  const waiting = recorded.slice(recorded.length - agent.log.backlog().readings);
  const gone = refused.flatMap((event) => event.positions);
  const known = new Set([...positions, ...gone, ...waiting]);
  assert.deepEqual(recorded, [...known].toSorted(byNumber), "none unaccounted for");
  assert.equal(agent.lost, gone.filter((position) => !waiting.includes(position)).length, "lost ones are counted");
  checkNumbers([...arrived, ...refused]);
}

/** Each epoch's numbers run from 1 without a gap, and its first names the event sealed before it. */
function checkNumbers(events: readonly Told[]): void {
  const inOrder = events.toSorted((a, b) => a.epoch - b.epoch || a.seq - b.seq);
  for (const [index, { epoch, seq, after }] of inOrder.entries()) {
    const before = inOrder[index - 1];
    if (before?.epoch === epoch) assert.deepEqual([seq, after], [before.seq + 1, undefined]);
    else assert.deepEqual([seq, after], [1, before && { epoch: before.epoch, seq: before.seq }]);
  }
}

function byNumber(a: number, b: number): number {
  return a - b;
}
