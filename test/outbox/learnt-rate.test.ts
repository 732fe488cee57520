import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentUnderTest } from "./agent-under-test.ts";

const minute = 60_000;
const hour = 60 * minute;

/** An agent with more to send than it will ever get rid of, at a homeserver that grants one event in so many ms. */
function busyAgent(msPerEvent: number, burst = 10): AgentUnderTest {
  const agent = new AgentUnderTest({ every: 0 });
  agent.sender.msPerEvent = msPerEvent;
  agent.sender.burst = burst;
  return agent;
}

async function sendFor(agent: AgentUnderTest, ms: number): Promise<{ sent: number; refused: number }> {
  const [sent, refused] = [agent.sender.arrived.length, agent.sender.refusedByLimit];
  for (let left = ms; left > 0; left -= minute) {
    agent.record(Math.max(0, 7 * 700 - agent.log.backlog().readings));
    await agent.clock.advance(Math.min(left, minute));
  }
  return { sent: agent.sender.arrived.length - sent, refused: agent.sender.refusedByLimit - refused };
}

test("a homeserver that grants less is learnt from its refusals, after few of them", async () => {
  await using agent = busyAgent(12_000);
  await sendFor(agent, 10 * minute);
  const { sent, refused } = await sendFor(agent, 2 * hour);
  assert.ok(sent > 0.93 * 600, `${sent}`);
  assert.ok(refused <= 6, `${refused} refused`);
  assert.equal(agent.sender.tooEarly, 0);
});

test("one that grants more is found out in small steps, and then used", async () => {
  await using agent = busyAgent(500);
  await sendFor(agent, 10 * minute);
  const { sent, refused } = await sendFor(agent, 10 * minute);
  assert.ok(sent > 0.85 * 1200, `${sent} of 1200`);
  assert.ok(refused <= 20, `${refused} refused`);
  assert.equal(agent.sender.tooEarly, 0);
});

test("at an untouched Synapse trying costs a refusal now and then, ever more rarely", async () => {
  await using agent = busyAgent(5000);
  const first = await sendFor(agent, hour);
  assert.ok(first.refused >= 1 && first.refused <= 6, `${first.refused}`);
  assert.ok(first.sent >= 0.98 * 720, `${first.sent}`);
  const later = await sendFor(agent, 4 * hour);
  assert.ok(later.refused <= 6, `${later.refused}`);
  assert.ok(later.sent >= 0.98 * 4 * 720, `${later.sent}`);
});

test("a limit that was lowered for a while is followed down and up again", async () => {
  await using agent = busyAgent(5000);
  await sendFor(agent, 10 * minute);
  agent.sender.msPerEvent = 20_000;
  const lowered = await sendFor(agent, hour);
  assert.ok(lowered.sent > 0.93 * 180 && lowered.refused <= 10, `${lowered.sent} of 180, ${lowered.refused} refused`);
  agent.sender.msPerEvent = 5000;
  await sendFor(agent, hour);
  const raised = await sendFor(agent, hour);
  assert.ok(raised.sent > 0.93 * 720 && raised.refused <= 10, `${raised.sent} of 720, ${raised.refused} refused`);
});

test("without a rush nothing is tried", async () => {
  await using agent = new AgentUnderTest({ every: 30_000 });
  for (let n = 0; n < 400; n++) {
    agent.record(1);
    await agent.clock.advance(30_000);
  }
  assert.deepEqual(agent.budget.rate, { msPerEvent: 5000, burst: 10 });
  assert.equal(agent.sender.refusedByLimit, 0);
});

test("a smaller burst is learnt after a rest, so that results need not wait for what history took", async () => {
  await using agent = busyAgent(5000, 3);
  for (let n = 0; n < 5; n++) {
    agent.record(7 * 12);
    await agent.clock.advance(10 * minute);
  }
  assert.ok(agent.budget.rate.burst === 3, `${agent.budget.rate.burst}`);
});

test("a Retry-After of a proxy holds everything back, results too, and a link that comes back does not shorten it", async () => {
  for (const fate of ["limited-by-proxy", "busy"] as const) {
    await using agent = new AgentUnderTest();
    agent.sender.fates.push(fate);
    agent.post("result", "first");
    await agent.clock.advance(1000);
    agent.post("result", "second");
    agent.record(7);
    agent.loop.retryNow();
    await agent.clock.advance(15_000);
    agent.loop.retryNow();
    assert.equal(agent.sender.puts, 1);
    await agent.clock.advance(minute);
    assert.equal(agent.sender.tooEarly, 0);
    assert.deepEqual(agent.arrivedTypes().slice(0, 2), ["result", "result"]);
  }
});
