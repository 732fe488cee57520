import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { GroupCommit } from "../../src/store/group-commit.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someReading } from "./some-readings.ts";

interface Course {
  /** Messages that the broker hands out before one must be acknowledged. */
  readonly window: number;
  /** Published together, every so many ms. */
  readonly burst: number;
  readonly everyMs: number;
}

/** A broker for ten seconds: the longest that a message waited in it, and commits, both in the last eight. */
async function play({ window, burst, everyMs }: Course) {
  const clock = new HandClock();
  const queue: number[] = [];
  let [underWay, commits, longest] = [0, 0, 0];
  const write = (): void => {
    commits += 1;
  };
  const settle = (): void => {
    underWay -= 1;
  };
  using group = new GroupCommit(write, { durabilityMs: 1000, clock, onFault: ({ detail }) => assert.fail(detail) });
  for (let ms = 0; ms < 10_000; ms++) {
    if (ms === 2000) [commits, longest] = [0, 0];
    if (ms % everyMs === 0) queue.push(...Array.from({ length: burst }, () => ms));
    while (underWay < window && queue.length > 0) {
      longest = Math.max(longest, ms - (queue.shift() ?? ms));
      underWay += 1;
      group.append(someReading(ms), { source: "broker", note: () => new Uint8Array(), settle });
      // Packets come in turns of their own, also where the socket brought them together.
      await nextTurn();
    }
    await clock.advance(1);
    await nextTurn();
  }
  return { commits, longest };
}

const courses: readonly (Course & { readonly mostCommits: number; readonly mostWaitMs: number })[] = [
  { window: 1000, burst: 1, everyMs: 20, mostCommits: 16, mostWaitMs: 0 },
  { window: 1000, burst: 1, everyMs: 2, mostCommits: 48, mostWaitMs: 0 },
  { window: 1000, burst: 10, everyMs: 20, mostCommits: 48, mostWaitMs: 0 },
  { window: 1000, burst: 50, everyMs: 100, mostCommits: 48, mostWaitMs: 0 },
  { window: 20, burst: 1, everyMs: 20, mostCommits: 60, mostWaitMs: 250 },
  { window: 20, burst: 10, everyMs: 20, mostCommits: 500, mostWaitMs: 250 },
  { window: 10, burst: 1, everyMs: 5, mostCommits: 400, mostWaitMs: 250 },
  { window: 1, burst: 1, everyMs: 20, mostCommits: 500, mostWaitMs: 250 },
];

for (const { mostCommits, mostWaitMs, ...course } of courses) {
  const { window, burst, everyMs } = course;
  test(`${burst} messages every ${everyMs} ms, ${window} under way at most: few commits, and none waits for long`, async () => {
    const { commits, longest } = await play(course);
    assert.ok(commits <= mostCommits, `${commits} commits`);
    assert.ok(longest <= mostWaitMs, `one waited ${longest} ms`);
  });
}
