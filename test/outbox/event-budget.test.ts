import assert from "node:assert/strict";
import { test } from "node:test";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { HandClock } from "../fakes/hand-clock.ts";

function takeAll(budget: EventBudget, eventClass: "result" | "latest" | "history"): number {
  let taken = 0;
  while (budget.take(eventClass) === "now") {
    budget.answered();
    taken += 1;
  }
  return taken;
}

test("history leaves four events of the burst for results", () => {
  const budget = new EventBudget(new HandClock());
  assert.equal(takeAll(budget, "history"), 6);
  assert.equal(takeAll(budget, "result"), 4);
});

test("an event comes back every five seconds, and the wait says when", async () => {
  const clock = new HandClock();
  const budget = new EventBudget(clock);
  takeAll(budget, "result");
  assert.equal(budget.take("result"), 5000);
  assert.equal(budget.take("history"), 25_000);
  await clock.advance(4999);
  assert.equal(budget.take("result"), 1);
  await clock.advance(1);
  assert.equal(budget.take("result"), "now");
});

test("never holds more than the burst", async () => {
  const clock = new HandClock();
  const budget = new EventBudget(clock);
  await clock.advance(86_400_000);
  assert.equal(takeAll(budget, "result"), 10);
});

test("an event counts at its answer, the latest moment at which the homeserver can have counted it", async () => {
  const clock = new HandClock();
  const budget = new EventBudget(clock);
  takeAll(budget, "result");
  await clock.advance(5000);
  assert.equal(budget.take("result"), "now");
  await clock.advance(3000);
  budget.answered();
  assert.equal(budget.take("result"), 2000);
  await clock.advance(60_000);
  assert.equal(budget.take("result"), "now");
  await clock.advance(60_000);
  budget.answered();
  assert.equal(takeAll(budget, "result"), 9);
});

test("obeys Retry-After exactly, then grants one event and no more", async () => {
  const clock = new HandClock();
  const budget = new EventBudget(clock);
  assert.equal(budget.take("result"), "now");
  budget.limited(123_456);
  assert.equal(budget.take("result"), 123_456);
  await clock.advance(123_456);
  assert.equal(takeAll(budget, "result"), 1);
});

test("what was given back can be taken again", () => {
  const budget = new EventBudget(new HandClock());
  assert.equal(budget.take("result"), "now");
  budget.giveBack();
  assert.equal(takeAll(budget, "result"), 10);
});

test("latest values take half of the rate at most", async () => {
  const clock = new HandClock();
  const budget = new EventBudget(clock);
  assert.equal(takeAll(budget, "latest"), 5);
  assert.equal(takeAll(budget, "history"), 1);
  let latest = 0;
  for (let n = 0; n < 20; n++) {
    await clock.advance(5000);
    latest += takeAll(budget, "latest");
    takeAll(budget, "history");
  }
  assert.ok(latest >= 9 && latest <= 10, `${latest}`);
});

test("an answer that asks for it puts everything off, and takes nothing of what was there", async () => {
  const clock = new HandClock();
  const budget = new EventBudget(clock);
  assert.equal(budget.take("result"), "now");
  budget.unanswered(20_000);
  assert.equal(budget.take("result"), 20_000);
  assert.equal(budget.pausedMs, 20_000);
  await clock.advance(20_000);
  assert.equal(takeAll(budget, "result"), 9);
});
