import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  type ClockSight,
  type ClockTrust,
  judgeClock,
  unseenClock,
  versionMadeAt,
} from "../../src/core/clock-trust.ts";

const day = 86_400_000;
const noon = versionMadeAt + day;

function look(known: ClockTrust, utc: number, monotonic: number, isSynchronised = true): ClockTrust {
  return judgeClock(known, { utc, monotonic, isSynchronised });
}

describe("judgeClock", () => {
  test("believes a clock that the system calls synchronised", () => {
    assert.equal(look(unseenClock(undefined), noon, 0).isTrusted, true);
    assert.equal(look(unseenClock(undefined), noon, 0, false).isTrusted, false);
  });

  test("believes no boot in 1970, and no time before this version was made, whatever the system says", () => {
    assert.equal(look(unseenClock(undefined), 12_000, 12_000).isTrusted, false);
    assert.equal(look(unseenClock(undefined), versionMadeAt - 1, 0).isTrusted, false);
  });

  test("believes no time before what an earlier run has seen", () => {
    assert.equal(look(unseenClock(noon), noon - 1, 0).isTrusted, false);
    assert.equal(look(unseenClock(noon), noon, 0).isTrusted, true);
  });

  test("a step back is not believed until time is past what was seen, and then it is", () => {
    const before = look(unseenClock(undefined), noon, 0);
    const stepped = look(before, noon - day, 1_000);
    assert.equal(stepped.isTrusted, false);
    assert.equal(look(stepped, noon - 1, day).isTrusted, false);
    assert.equal(look(stepped, noon + 1_000, day + 2_000).isTrusted, true);
  });

  test("a step back that is undone at once does not last", () => {
    const stepped = look(look(unseenClock(undefined), noon, 0), noon - day, 1_000);
    assert.equal(look(stepped, noon + 2_000, 2_000).isTrusted, true);
  });

  test("a step back is noticed however long nobody looked, and while the system says nothing", () => {
    const before = look(unseenClock(undefined), noon, 0);
    assert.equal(look(before, noon + 60_000, 120_000).isTrusted, false);
    const silent = look(before, noon - 60_000, 1_000, false);
    assert.equal(look(silent, noon - 58_000, 3_000).isTrusted, false);
  });

  test("being adjusted by a few seconds is no step, a leap ahead neither", () => {
    const before = look(unseenClock(undefined), noon, 0);
    const adjusted = look(before, noon - 4_000, 1_000);
    assert.equal(adjusted.isTrusted, true);
    assert.equal(look(adjusted, noon + day, 2_000).isTrusted, true);
  });

  test("what is believed is never more than 5 s before what was believed last, or ever in another run", () => {
    const sights = fc.array(
      fc.record({ step: fc.integer({ min: -2 * day, max: 2 * day }), pass: fc.nat(day), isSynchronised: fc.boolean() }),
    );
    fc.assert(
      fc.property(sights, fc.integer({ min: 0, max: noon }), (steps, kept) => {
        let known = unseenClock(kept);
        let [utc, monotonic, believed] = [noon, 0, Math.max(kept, versionMadeAt)];
        for (const { step, pass, isSynchronised } of steps) {
          monotonic += pass;
          utc += pass + step;
          const sight: ClockSight = { utc, monotonic, isSynchronised };
          known = judgeClock(known, sight);
          if (!known.isTrusted) continue;
          assert.ok(isSynchronised && utc >= believed - 5_000);
          believed = utc;
        }
      }),
    );
  });
});
