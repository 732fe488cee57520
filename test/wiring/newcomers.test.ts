import assert from "node:assert/strict";
import { test } from "node:test";
import { asRoomId, asUserId, type UserId } from "../../src/core/ids.ts";
import { newcomerMemory, watchNewcomers } from "../../src/wiring/newcomers.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const room = asRoomId("!room");
const [agent, ana, ben] = [asUserId("@agent:hs"), asUserId("@ana:hs"), asUserId("@ben:hs")];

function scene() {
  const clock = new HandClock();
  let members: readonly UserId[] = [agent];
  let told = 0;
  const memory = newcomerMemory();
  const begin = () =>
    watchNewcomers({ rooms: { members: () => members }, watched: [room], clock, memory, tellAgain: () => told++ });
  let watch = begin();
  const reload = (): void => {
    watch[Symbol.dispose]();
    watch = begin();
  };
  return { clock, reload, watch, told: () => told, now: (...here: UserId[]) => (members = here) };
}

test("who joins is told everything within 10 s; who was there, or leaves, is no reason", async () => {
  const { clock, told, now } = scene();
  await clock.advance(60_000);
  assert.equal(told(), 0);
  now(agent, ana);
  await clock.advance(10_000);
  assert.equal(told(), 1);
  now(agent);
  await clock.advance(60 * 60_000);
  assert.equal(told(), 1);
});

test("many who join one after another are told together, at most once in 10 minutes", async () => {
  const { clock, told, now } = scene();
  now(agent, ana);
  await clock.advance(10_000);
  now(agent, ana, ben);
  await clock.advance(9 * 60_000);
  assert.equal(told(), 1);
  await clock.advance(60_000);
  assert.equal(told(), 2);
  now(agent, ben);
  await clock.advance(10_000);
  now(agent, ana, ben);
  await clock.advance(10 * 60_000);
  assert.equal(told(), 3, "who comes back missed something");
});

test("who joins just before a reload is told after it, and nobody sooner than 10 minutes after the last time", async () => {
  const { clock, reload, told, now } = scene();
  now(agent, ana);
  reload();
  await clock.advance(10_000);
  assert.equal(told(), 1);
  now(agent, ana, ben);
  await clock.advance(10_000);
  reload();
  await clock.advance(9 * 60_000);
  assert.equal(told(), 1, "still owed, and too soon");
  await clock.advance(60_000);
  assert.equal(told(), 2);
});

test("disposed, it leaves no timer behind", () => {
  const { clock, watch } = scene();
  watch[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});
