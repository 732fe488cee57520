import assert from "node:assert/strict";
import { test } from "node:test";
import { asRoomId } from "../../src/core/ids.ts";
import { ClearSource } from "../../src/outbox/clear-source.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { Holds } from "../../src/outbox/holds.ts";
import { nextEvent } from "../../src/outbox/next-event.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const room = asRoomId("!room");
const sourceOf = (clock: HandClock) => new ClearSource({ clock, freshMs: 30_000, mostWaiting: 10 });
const reaction = (txn: string, where = room) => ({ room: where, type: "m.reaction", wire: "{}", txn });

test("events go in their order and once, also where they are refused", () => {
  const source = sourceOf(new HandClock());
  for (const txn of ["1", "2", "3"]) source.add(reaction(txn));
  source.next(new Set())?.sent("$1");
  source.next(new Set())?.rejected("400");
  const last = source.next(new Set());
  assert.equal(last?.txn, "3");
  assert.equal(source.next(new Set())?.txn, "3", "until it was answered");
});

test("without the power for one, no other of its type and room is tried", () => {
  const source = sourceOf(new HandClock());
  for (const txn of ["1", "2"]) source.add(reaction(txn));
  source.add({ ...reaction("3"), type: "m.other" });
  source.next(new Set())?.forbidden?.("403");
  assert.equal(source.next(new Set())?.txn, "3");
});

test("what did not go within 30 s never goes, and no more than ten wait", async () => {
  const clock = new HandClock();
  const source = sourceOf(clock);
  for (let txn = 1; txn <= 12; txn++) source.add(reaction(String(txn)));
  assert.equal(source.next(new Set())?.txn, "3");
  await clock.advance(30_000);
  assert.equal(source.next(new Set()), undefined);
});

test("a room that is closed does not hold up another", () => {
  const source = sourceOf(new HandClock());
  source.add(reaction("1"));
  source.add(reaction("2", asRoomId("!other")));
  assert.equal(source.next(new Set([room]))?.txn, "2");
});

test("none goes while the tokens that are kept for results and answers are all that is left", () => {
  const clock = new HandClock();
  const budget = new EventBudget(clock, { msPerEvent: 5_000, burst: 10 });
  const source = sourceOf(clock);
  source.add(reaction("1"));
  const turn = () => nextEvent([source], budget, new Holds(clock, () => 0), new Holds(clock, () => 0)).kind;
  for (let event = 0; event < 6; event++) {
    budget.take("answer");
    budget.answered();
  }
  assert.equal(turn(), "wait");
  clock.jumpMonotonic(5_000);
  assert.equal(turn(), "send");
});
