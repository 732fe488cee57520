import assert from "node:assert/strict";
import { test } from "node:test";
import { lossSchema } from "../../schemas/loss.ts";
import { compileCheck } from "../../src/checking/compile-check.ts";
import { AgentUnderTest } from "./agent-under-test.ts";

const check = compileCheck(lossSchema);

/** How many readings each loss event tells, by its number. */
function told(agent: AgentUnderTest): readonly (readonly [number, number])[] {
  return agent.sender.contents("dev.roomwire.loss").map((content) => {
    const checked = check(content);
    assert.ok(checked.ok, JSON.stringify(checked));
    const { seq, losses } = checked.value;
    return [seq, losses.reduce((sum, { count }) => sum + count, 0)];
  });
}

test("what was given up is told before the history with the gap", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.sender.spendAll();
  agent.record(20);
  agent.log.giveUp(5);
  await agent.clock.advance(300_000);
  assert.deepEqual(told(agent), [[1, 5]]);
  assert.equal(agent.arrivedTypes()[0], "dev.roomwire.loss");
  const arrived = agent.telemetry().flatMap(({ positions }) => positions);
  assert.deepEqual([arrived.length, agent.log.backlog().readings], [15, 0]);
});

test("the event names the property, the reason, and from when to when", async () => {
  await using agent = new AgentUnderTest({ every: 900_000 });
  agent.record(1);
  await agent.clock.advance(100);
  const fromAt = agent.clock.now();
  agent.record(2);
  await agent.clock.advance(4000);
  agent.record(1);
  agent.log.giveUp(3);
  agent.loop.wake();
  await agent.clock.advance(100);
  assert.deepEqual(agent.sender.contents("dev.roomwire.loss"), [
    {
      v: 1,
      epoch: 1,
      seq: 1,
      losses: [{ thing: "box", name: "temperature", reason: "quota", count: 3, from_at: fromAt, to_at: fromAt + 4000 }],
    },
  ]);
});

test("while readings are given up all the time, they are told once a minute", async () => {
  await using agent = new AgentUnderTest({ every: 900_000 });
  for (let second = 0; second < 200; second++) {
    agent.record(2);
    agent.log.giveUp(2);
    agent.loop.wake();
    await agent.clock.advance(1000);
  }
  await agent.clock.advance(60_000);
  const counts = told(agent);
  assert.equal(
    counts.reduce((sum, [, count]) => sum + count, 0),
    400,
  );
  assert.deepEqual(
    counts.map(([seq]) => seq),
    [1, 2, 3, 4, 5],
  );
});

test("an event whose answer was lost goes again as it was sealed, in the next run too", async () => {
  await using agent = new AgentUnderTest({ every: 900_000 });
  agent.sender.fates.push("reply-lost");
  agent.record(4);
  agent.log.giveUp(4);
  agent.loop.wake();
  await agent.clock.advance(10);
  agent.record(3);
  agent.log.giveUp(3);
  await agent.restart();
  await agent.clock.advance(200_000);
  assert.deepEqual(told(agent), [
    [1, 4],
    [2, 3],
  ]);
});

test("what nobody in the room may know of is not told", async () => {
  await using agent = new AgentUnderTest({ every: 900_000, isVisible: () => false });
  agent.record(4);
  agent.log.giveUp(4);
  agent.loop.wake();
  await agent.clock.advance(200_000);
  assert.deepEqual([told(agent), agent.log.hasLosses()], [[], false]);
});
