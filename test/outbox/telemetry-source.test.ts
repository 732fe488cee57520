import assert from "node:assert/strict";
import { test } from "node:test";
import { largestWire } from "../../src/outbox/event-size.ts";
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

test("an event that the homeserver finds too large is halved until it fits: no reading and no number is lost", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.sender.largest = 16_000;
  agent.record(20);
  await agent.clock.advance(300_000);
  const told = agent.telemetry();
  assert.deepEqual(
    told.flatMap(({ positions }) => positions),
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
  assert.deepEqual(
    told.map(({ seq }) => seq),
    told.map((_, index) => index + 1),
  );
  assert.ok(told.every(({ positions }) => positions.length <= 2));
  assert.ok(agent.sender.refusedBySize <= 4, `${agent.sender.refusedBySize}`);
  assert.deepEqual([agent.lost, agent.told], [0, []]);
});

test("the first event of an epoch still names the one before it when it was halved", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.record(1);
  await agent.clock.advance(0);
  await agent.restart();
  agent.sender.largest = 16_000;
  agent.record(7);
  await agent.clock.advance(60_000);
  const [, halved] = agent.telemetry();
  assert.deepEqual(halved, { epoch: 2, seq: 1, after: { epoch: 1, seq: 1 }, positions: halved?.positions ?? [] });
  assert.equal(agent.log.backlog().readings, 0);
});

test("one reading that is too large for the homeserver is told of as lost, and does not hold up the others", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.sender.largest = 5000;
  agent.record(3);
  await agent.clock.advance(300_000);
  assert.equal(agent.lost, 3);
  assert.equal(agent.log.backlog().readings, 0);
});

test("what became too large by sealing is never sent, but made anew", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  const seal = agent.sender.seal.bind(agent.sender);
  let longest = 0;
  agent.sender.seal = async (event, txn) => {
    const outcome = await seal(event, txn);
    if (outcome.kind !== "sealed" || event.type !== "telemetry") return outcome;
    const wire = outcome.event.wire + "x".repeat(20_000);
    return { kind: "sealed", event: { ...outcome.event, wire } };
  };
  const put = agent.sender.put.bind(agent.sender);
  agent.sender.put = (event) => {
    longest = Math.max(longest, event.wire.length);
    return put({ ...event, wire: event.wire.replace(/x+$/, "") });
  };
  agent.record(30);
  await agent.clock.advance(60_000);
  assert.ok(longest > 40_000 && longest <= largestWire, `${longest}`);
  assert.equal(agent.log.backlog().readings, 0);
});

test("only while old readings wait, more than an event holds, the newest come along", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.record(70);
  await agent.clock.advance(0);
  const behind = () => agent.sender.contents("telemetry").map((content) => (content as { isBehind: boolean }).isBehind);
  assert.deepEqual(new Set(behind()), new Set([false]));
  agent.sender.fates.push(...Array.from({ length: 7 }, () => "request-lost" as const));
  await agent.clock.advance(30_000);
  agent.record(100);
  await agent.clock.advance(600_000);
  assert.deepEqual([behind().at(-2), behind().at(-1)], [true, false]);
});
