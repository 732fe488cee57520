import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CutArrivals, type CutReport } from "../../src/control/cut-arrivals.ts";
import { asUserId } from "../../src/core/ids.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const ana = asUserId("@ana:x");
const mallory = asUserId("@mallory:x");
const stranger = asUserId("@stranger:x");
const event = (sender: typeof ana, length = 10) => ({ sender, raw: "x".repeat(length) });

function scene(waiting: (sender: typeof ana) => number = () => 0) {
  const clock = new HandClock();
  const reports: CutReport[] = [];
  const cut = new CutArrivals({
    clock,
    mayCommand: (sender) => sender !== stranger,
    waiting,
    onCut: (report) => reports.push(report),
  });
  /** As the sync does: the sender first, then the event. */
  const arrive = (sender: typeof ana, length?: number) => cut.mayCommand(sender) && cut.admit(event(sender, length));
  return { clock, cut, reports, arrive };
}

test("a member who sends 1,000 events a second for a minute costs the owner no event", async () => {
  const { clock, arrive } = scene();
  let [valid, flood] = [0, 0];
  for (let second = 0; second < 60; second++) {
    for (let index = 0; index < 1_000; index++) flood += Number(arrive(mallory));
    valid += Number(arrive(ana));
    await clock.advance(1_000);
  }
  assert.equal(valid, 60);
  assert.ok(flood <= 200 + 60 * 20, `${flood}`);
});

test("what is cut is told at once, then once a minute with who sent the most, and not while nothing is cut", async () => {
  const { clock, cut, reports, arrive } = scene();
  for (let index = 0; index < 3; index++) arrive(stranger);
  arrive(ana, 16_385);
  assert.equal(arrive(ana, 16_384), true);
  assert.deepEqual(reports.splice(0), [
    { code: "unlisted", count: 1, sender: stranger },
    { code: "too-large", count: 1, sender: ana },
  ]);
  await clock.advance(59_999);
  assert.deepEqual(reports, []);
  await clock.advance(1);
  assert.deepEqual(reports.splice(0), [{ code: "unlisted", count: 2, sender: stranger }]);
  await clock.advance(600_000);
  assert.deepEqual([reports, clock.waiting], [[], 0]);
  for (let index = 0; index < 230; index++) arrive(mallory);
  arrive(ana);
  cut[Symbol.dispose]();
  assert.deepEqual(
    reports.map(({ code, count }) => [code, count]),
    [
      ["over-budget", 1],
      ["over-budget", 29],
    ],
  );
  assert.equal(clock.waiting, 0);
});

test("a sender of whom 300 events wait gets no more in, others do", () => {
  const { arrive } = scene((sender) => (sender === mallory ? 300 : 299));
  assert.deepEqual([arrive(mallory), arrive(ana)], [false, true]);
});

test("no sender's events change what becomes of another's", () => {
  const steps = fc.array(fc.record({ by: fc.constantFrom(ana, mallory, stranger), pauseMs: fc.nat(100) }), {
    maxLength: 600,
  });
  fc.assert(
    fc.property(steps, (all) => {
      const [together, alone] = [scene(), scene()];
      for (const { by, pauseMs } of all) {
        const given = together.arrive(by);
        if (by === ana) assert.equal(given, alone.arrive(ana));
        together.clock.jumpMonotonic(pauseMs);
        alone.clock.jumpMonotonic(pauseMs);
      }
    }),
    { numRuns: 50 },
  );
});

test("no number of invented senders makes a report large or slow", async () => {
  const reports: CutReport[] = [];
  const clock = new HandClock();
  const many = new CutArrivals({
    clock,
    mayCommand: () => false,
    waiting: () => 0,
    onCut: (report) => reports.push(report),
  });
  for (let index = 0; index < 50_000; index++) many.mayCommand(asUserId(`@m${index % 5_000}:x`));
  await clock.advance(60_000);
  assert.deepEqual(
    reports.map(({ count }) => count),
    [1, 49_999],
  );
});
