import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentUnderTest } from "./agent-under-test.ts";

test("readings gather for `every` before the next event goes", async () => {
  await using agent = new AgentUnderTest({ every: 30_000 });
  agent.record(1);
  await agent.clock.advance(1000);
  agent.record(2);
  await agent.clock.advance(28_000);
  assert.equal(agent.telemetry().length, 1);
  await agent.clock.advance(1000);
  assert.deepEqual(
    agent.telemetry().map(({ positions }) => positions),
    [[1], [2, 3]],
  );
});

test("a backlog goes in full events at the pace of the budget, without waiting for `every`", async () => {
  await using agent = new AgentUnderTest({ every: 900_000 });
  agent.record(70);
  await agent.clock.advance(60_000);
  assert.equal(agent.telemetry().length, 10);
  assert.equal(agent.log.backlog().readings, 0);
});

test("the first event of an epoch names the one sealed last before it", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.record(1);
  await agent.clock.advance(0);
  await agent.restart();
  agent.record(1);
  await agent.clock.advance(30_000);
  assert.deepEqual(agent.telemetry(), [
    { epoch: 1, seq: 1, positions: [1] },
    { epoch: 2, seq: 1, after: { epoch: 1, seq: 1 }, positions: [2] },
  ]);
});

test("a sealed event waits while its room takes nothing, and goes as it was sealed", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.sender.fates.push("forbidden", "forbidden", "forbidden");
  agent.record(2);
  await agent.clock.advance(100);
  agent.record(1);
  agent.loop.wake();
  await agent.clock.advance(100);
  assert.equal(agent.sender.puts, 1);
  await agent.clock.advance(300_000);
  assert.deepEqual(
    agent.telemetry().map(({ positions }) => positions),
    [[1, 2], [3]],
  );
});
