import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AgentUnderTest } from "./agent-under-test.ts";

const hourMs = 3_600_000;

test("the limits of an untouched Synapse are hit only where more is tried now and then, however long requests travel, and are well used", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2000 }), async (travelMs) => {
      await using agent = new AgentUnderTest({ every: 0 });
      agent.sender.travelMs = travelMs;
      agent.record(10_000);
      await agent.clock.advance(hourMs);
      assert.ok(agent.sender.refusedByLimit <= 10, `${agent.sender.refusedByLimit}`);
      assert.equal(agent.sender.tooEarly, 0);
      const possible = hourMs / 5000;
      assert.ok(agent.sender.arrived.length >= possible * 0.95, `${agent.sender.arrived.length} of ${possible}`);
    }),
    { numRuns: 5 },
  );
});

test("when the account was spent before, one refusal teaches it", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.sender.spendAll();
  agent.record(10_000);
  await agent.clock.advance(60_000);
  assert.equal(agent.sender.refusedByLimit, 1);
  assert.equal(agent.loop.counts.limited, 1);
  await agent.clock.advance(hourMs);
  assert.ok(agent.sender.arrived.length > 700);
});

test("results in a burst do not wait for history, and history gets what they leave", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.record(10_000);
  await agent.clock.advance(100_000);
  const before = agent.sender.arrived.length;
  for (let n = 0; n < 4; n++) agent.post("result", `${n}`);
  await agent.clock.advance(0);
  assert.deepEqual(agent.arrivedTypes().slice(before), ["result", "result", "result", "result"]);
  await agent.clock.advance(60_000);
  assert.ok(
    agent
      .arrivedTypes()
      .slice(before + 4)
      .includes("telemetry"),
  );
  assert.equal(agent.sender.refusedByLimit, 0);
});
