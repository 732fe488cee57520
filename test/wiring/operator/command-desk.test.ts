import assert from "node:assert/strict";
import { test } from "node:test";
import type { ResultContent } from "../../../schemas/result.ts";
import { asRoomId, asUserId } from "../../../src/core/ids.ts";
import type { PutOutcome, RoomSender, SealedEvent } from "../../../src/core/room-ports.ts";
import { CommandDesk } from "../../../src/wiring/operator/command-desk.ts";
import type { KnownAgent } from "../../../src/wiring/operator/operator-side.ts";
import { ResultBoard } from "../../../src/wiring/operator/result-board.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { seededChance } from "../../fakes/seeded-chance.ts";

const agent = asUserId("@box:x");
const room = asRoomId("!r");
const known: KnownAgent = { agent, rooms: [room], things: new Map(), described: new Map() };
const wish = { thing: "box", op: "write", name: "lamp", input: true } as const;

/** A desk whose homeserver answers PUTs as laid down, the last answer for ever. */
function desk(answers: readonly PutOutcome[], agents: readonly KnownAgent[] = [known]) {
  const clock = new HandClock();
  const board = new ResultBoard(clock);
  const put: SealedEvent[] = [];
  const sender: RoomSender = {
    seal: async (event, txn) => ({ kind: "sealed", event: { ...event, wire: JSON.stringify(event.content), txn } }),
    put: async (event) => {
      put.push(event);
      return answers[Math.min(put.length, answers.length) - 1] ?? { kind: "sent", eventId: "$c" };
    },
  };
  const result = (content: Partial<ResultContent>, from = agent): void => {
    const { id } = JSON.parse(put[0]?.wire ?? "{}") as { id: string };
    board.put(from, { v: 1, command: id, status: "done", seq: 1, at: 1, ...content });
  };
  const parts = { clock, chance: seededChance(1), link: { sender }, agents: () => agents, board };
  return { clock, board, put, result, desk: new CommandDesk(parts) };
}

test("the final result of the agent asked is the outcome, nobody else's", async () => {
  const { desk: counter, clock, result } = desk([]);
  const end = counter.command(wish);
  await clock.advance(1);
  result({ status: "failed", code: "driver-failed" }, asUserId("@other:x"));
  result({ status: "done", output: true, confirmed: "property" });
  assert.deepEqual((await end).outcome, { status: "done", output: true, confirmed: "property" });
  assert.equal((await end).agent, agent);
});

test("without a final result it is unknown 5 s after the expiry, later when it was accepted", async () => {
  const { desk: counter, clock, result } = desk([]);
  const [first, second] = [counter.command({ ...wish, lifetimeMs: 10_000 }), counter.command(wish)];
  await clock.advance(15_000);
  assert.deepEqual([(await first).outcome.status, (await first).outcome.code], ["unknown", "no-result"]);
  const accepted = desk([]);
  const third = accepted.desk.command(wish);
  await accepted.clock.advance(3000);
  accepted.result({ status: "accepted" });
  await accepted.clock.advance(60_000);
  accepted.result({ status: "done" });
  assert.equal((await third).outcome.status, "done");
  await clock.advance(60_000);
  assert.equal((await second).outcome.status, "unknown");
  result({ status: "done" });
});

test("a PUT is repeated under one transaction until it is answered", async () => {
  const {
    desk: counter,
    clock,
    put,
    result,
  } = desk([
    { kind: "unanswered", detail: "reset" },
    { kind: "limited", retryAfterMs: 4000 },
    { kind: "sent", eventId: "$c" },
  ]);
  const end = counter.command(wish);
  await clock.advance(1000);
  await clock.advance(4000);
  result({ status: "done" });
  assert.deepEqual([(await end).eventId, (await end).outcome.status], ["$c", "done"]);
  assert.deepEqual(new Set(put.map(({ txn }) => txn)).size, 1);
});

test("what was asked for later leaves later, also while the homeserver does not answer the first", async () => {
  const {
    desk: counter,
    clock,
    put,
  } = desk([
    { kind: "unanswered", detail: "reset" },
    { kind: "sent", eventId: "$c" },
  ]);
  const inputs = () => put.map(({ wire }) => (JSON.parse(wire) as { input: number }).input);
  const ends = [1, 2].map((input) => counter.command({ ...wish, input: String(input) }));
  await clock.advance(1);
  assert.deepEqual(inputs(), ["1"]);
  for (let second = 0; second < 36; second++) await clock.advance(1000);
  assert.deepEqual(inputs(), ["1", "1", "2"]);
  await Promise.all(ends);
});

test("what waits behind another longer than it counts does not leave", async () => {
  const { desk: counter, clock, put } = desk([{ kind: "unanswered", detail: "gone" }]);
  const first = counter.command(wish);
  const second = counter.command({ ...wish, name: "other", lifetimeMs: 2000 });
  for (let at = 0; at < 36; at++) await clock.advance(1000);
  assert.deepEqual([(await first).outcome.code, (await second).outcome.code], ["unanswered", "not-sent"]);
  assert.ok(put.every(({ wire }) => !wire.includes("other")));
});

test("what certainly did not leave is failed, what nobody answered is unknown", async () => {
  const refused = await desk([{ kind: "forbidden", detail: "no" }]).desk.command(wish);
  assert.deepEqual([refused.outcome.status, refused.outcome.code, refused.eventId], ["failed", "not-sent", undefined]);
  const { desk: counter, clock } = desk([{ kind: "unanswered", detail: "gone" }]);
  const end = counter.command(wish);
  for (let second = 0; second < 36; second++) await clock.advance(1000);
  assert.deepEqual([(await end).outcome.status, (await end).outcome.code], ["unknown", "unanswered"]);
});

test("an agent that asks back is answered once, under a new id with its nonce", async () => {
  const { desk: counter, clock, put, board } = desk([]);
  const end = counter.command({ ...wish, lease: 5000 });
  const sent = () => put.map(({ wire }) => JSON.parse(wire) as Record<string, unknown>);
  const asks = (nonce: string): void => {
    const challenge = { nonce, expires_at: 1 };
    const command = String(sent().at(-1)?.id);
    board.put(agent, { v: 1, command, status: "refused", code: "challenge", challenge, seq: 1, at: 1 });
  };
  await clock.advance(1);
  asks("first");
  await clock.advance(1);
  const [first, second] = sent();
  assert.deepEqual(
    { ...second, id: first?.id, challenge: undefined },
    { ...first, issued_at: second?.issued_at, expires_at: second?.expires_at, challenge: undefined },
  );
  assert.notEqual(second?.id, first?.id);
  assert.equal(second?.challenge, "first");
  asks("second");
  const { outcome, isConfirmed } = await end;
  assert.deepEqual([outcome.code, isConfirmed, put.length], ["challenge", true, 2]);
});

test("a command goes to the one agent that can be meant", () => {
  const box = { v: 1, title: "Box", properties: {}, actions: {} } as const;
  const things = new Map([["box", box]]);
  const other: KnownAgent = { agent: asUserId("@shed:x"), rooms: [room], things, described: things };
  assert.equal(desk([], [known, other]).desk.compose(wish).agent, "@shed:x");
  assert.throws(() => desk([], [known, { ...known, agent: asUserId("@c:x") }]).desk.compose(wish), /Several agents/);
  assert.throws(() => desk([], []).desk.compose(wish), /None of this account's rooms/);
  assert.throws(() => desk([]).desk.compose({ ...wish, room: asRoomId("!else") }), /share no room !else/);
  const { issued_at: issued, expires_at: expires } = desk([]).desk.compose(wish);
  assert.equal(expires - issued, 30_000);
});
