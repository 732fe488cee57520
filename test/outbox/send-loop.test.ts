import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { asRoomId } from "../../src/core/ids.ts";
import { collectGarbage } from "../fakes/collect-garbage.ts";
import { AgentUnderTest, dataRoom, room } from "./agent-under-test.ts";

test("a result goes before the history that waits for the budget", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  for (let n = 0; n < 40; n++) {
    agent.record(1);
    await agent.clock.advance(1000);
  }
  agent.post("answer", "hello");
  agent.post("result", "done");
  await agent.clock.advance(1000);
  assert.deepEqual(agent.arrivedTypes().slice(-2), ["result", "answer"]);
  assert.equal(agent.sender.refusedByLimit, 0);
});

test("an event is sealed once and repeated under its transaction until it is answered", async () => {
  await using agent = new AgentUnderTest();
  agent.sender.fates.push("request-lost", "reply-lost", "server-error");
  agent.post("result", "done");
  await agent.clock.advance(60_000);
  assert.equal(agent.sender.puts, 4);
  assert.equal(agent.sender.sealings, 1);
  assert.deepEqual(agent.arrivedTypes(), ["result"]);
  assert.equal(agent.posts.postsWaiting(), 0);
});

test("the sealed event is kept before the first PUT, so that a restart repeats the very same", async () => {
  await using agent = new AgentUnderTest();
  agent.sender.fates.push("reply-lost");
  agent.record(3);
  await agent.clock.advance(0);
  await agent.restart();
  await agent.clock.advance(60_000);
  assert.deepEqual(agent.telemetry(), [{ epoch: 1, seq: 1, positions: [1, 2, 3] }]);
  assert.equal(agent.log.deliveries.length, 1);
});

test("attempts without an answer grow apart up to a minute, and say so once", async () => {
  await using agent = new AgentUnderTest();
  agent.sender.fates.push(...Array.from({ length: 200 }, () => "request-lost" as const));
  agent.post("result", "done");
  await agent.clock.advance(600_000);
  const early = agent.sender.puts;
  await agent.clock.advance(3_600_000);
  const late = agent.sender.puts - early;
  assert.ok(late >= 60 && late <= 120, `${late} attempts in an hour`);
  assert.deepEqual(agent.told, ["away connection reset"]);
});

test("a retry now cuts the wait short", async () => {
  await using agent = new AgentUnderTest();
  agent.sender.fates.push(...Array.from({ length: 9 }, () => "request-lost" as const));
  agent.post("result", "done");
  await agent.clock.advance(120_000);
  agent.sender.fates.length = 0;
  agent.loop.retryNow();
  await agent.clock.advance(0);
  assert.deepEqual(agent.arrivedTypes(), ["result"]);
  assert.deepEqual(agent.told, ["away connection reset", "back"]);
});

test("a room that is not encrypted gets nothing, is told of once, and holds back no other room", async () => {
  await using agent = new AgentUnderTest();
  agent.sender.closed.add(room);
  agent.post("result", "for the closed room");
  agent.post("answer", "for the open room", dataRoom);
  agent.record(2);
  await agent.clock.advance(300_000);
  assert.deepEqual(agent.arrivedTypes(), ["answer", "telemetry"]);
  assert.deepEqual(agent.told, [`closed ${room} not-encrypted`]);
  agent.sender.closed.clear();
  agent.loop.retryNow();
  await agent.clock.advance(0);
  assert.deepEqual(agent.arrivedTypes(), ["answer", "telemetry", "result"]);
  assert.deepEqual(agent.told, [`closed ${room} not-encrypted`, `opened ${room}`]);
});

test("a closed room costs nothing of the budget", async () => {
  await using agent = new AgentUnderTest();
  agent.sender.closed.add(room);
  agent.post("result", "waits");
  await agent.clock.advance(3_600_000);
  agent.sender.closed.clear();
  for (let n = 0; n < 9; n++) agent.post("result", `${n}`);
  agent.loop.retryNow();
  await agent.clock.advance(0);
  assert.equal(agent.sender.arrived.length, 10);
});

test("a refused event is counted, told of, and blocks nothing", async () => {
  await using agent = new AgentUnderTest();
  agent.sender.fates.push("rejected");
  agent.post("result", "broken");
  agent.post("result", "fine");
  await agent.clock.advance(0);
  assert.deepEqual(agent.arrivedTypes(), ["result"]);
  assert.deepEqual(agent.told, ["rejected event-rejected 400: M_BAD_JSON"]);
  assert.equal(agent.loop.counts.rejected, 1);
});

test("refused history is told of as lost readings, and the next event goes on", async () => {
  await using agent = new AgentUnderTest({ every: 0 });
  agent.sender.fates.push("rejected");
  agent.record(3);
  await agent.clock.advance(0);
  agent.record(2);
  await agent.clock.advance(60_000);
  assert.equal(agent.lost, 3);
  assert.deepEqual(agent.telemetry(), [{ epoch: 1, seq: 2, positions: [4, 5] }]);
});

test("a room that forbids an event is left alone for a while and told of once", async () => {
  await using agent = new AgentUnderTest();
  agent.sender.fates.push("forbidden", "forbidden");
  agent.post("result", "done");
  await agent.clock.advance(60_000);
  assert.deepEqual(agent.told, [`closed ${room} not-in-room`, `opened ${room}`]);
  assert.deepEqual(agent.arrivedTypes(), ["result"]);
});

test("a sealing that fails is tried again and does not end the loop", async () => {
  await using agent = new AgentUnderTest();
  agent.sender.failNextSeal = new Error("crypto is busy");
  agent.post("result", "done");
  await agent.clock.advance(5000);
  assert.deepEqual(agent.told, ["broken Error: crypto is busy"]);
  assert.deepEqual(agent.arrivedTypes(), ["result"]);
});

test("a store that cannot note the delivery makes the event go out again, and the room has it once", async () => {
  await using agent = new AgentUnderTest();
  agent.record(1);
  const noted = agent.log.delivered.bind(agent.log);
  let failures = 1;
  agent.log.delivered = (txn, eventId) => {
    if (failures-- > 0) throw new Error("disk full");
    noted(txn, eventId);
  };
  await agent.clock.advance(60_000);
  assert.equal(agent.sender.puts, 2);
  assert.equal(agent.sender.arrived.length, 1);
  assert.equal(agent.log.deliveries.length, 1);
});

test("ends at once when aborted, also while a PUT is under way, and leaves no timer", async () => {
  const agent = new AgentUnderTest();
  agent.sender.travelMs = 30_000;
  agent.post("result", "done");
  await agent.clock.advance(10);
  await agent.stop();
  assert.equal(agent.sender.arrived.length, 0);
  await agent.clock.advance(60_000);
  assert.equal(agent.posts.postsWaiting(), 1);
  assert.equal(agent.clock.waiting, 0);
});

test("what is sealed only after the end is neither kept nor sent", async () => {
  const agent = new AgentUnderTest();
  const sealing = Promise.withResolvers<void>();
  const seal = agent.sender.seal.bind(agent.sender);
  agent.sender.seal = (event, txn) => sealing.promise.then(() => seal(event, txn));
  agent.post("result", "done");
  await agent.clock.advance(10);
  await agent.stop();
  sealing.resolve();
  await agent.clock.advance(10);
  assert.equal(agent.posts.nextPost()?.sealed, undefined);
  assert.equal(agent.sender.puts, 0);
});

test("with nothing to send the loop sleeps without a timer", async () => {
  await using agent = new AgentUnderTest();
  await agent.clock.advance(1000);
  assert.equal(agent.clock.waiting, 0);
  agent.post("answer", "hello", asRoomId("!else"));
  await agent.clock.advance(0);
  assert.deepEqual(agent.arrivedTypes(), ["answer"]);
});

test("a loop that is woken for days keeps nothing of it", async () => {
  await using agent = new AgentUnderTest();
  const wake = async (times: number): Promise<number> => {
    for (let time = 0; time < times; time++) {
      agent.loop.wake();
      await turn();
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const early = await wake(2_000);
  const late = await wake(30_000);
  assert.ok(late - early < 2_000_000, `${late - early} bytes more`);
});
