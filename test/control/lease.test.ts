import assert from "node:assert/strict";
import { test } from "node:test";
import { Lease } from "../../src/control/lease.ts";
import { HandClock } from "../fakes/hand-clock.ts";

function bench() {
  const clock = new HandClock();
  const ended: [number, string][] = [];
  const lease = new Lease(clock, (cause) => ended.push([clock.monotonic(), cause]));
  const begin = (leaseMs: number | undefined, maxOn?: number, cause: "lease" | "pulse" = "lease") =>
    lease.begin({ lease: leaseMs === undefined ? undefined : { ms: leaseMs, cause }, maxOn });
  return { clock, ended, lease, begin };
}

test("a time runs from the write, whether or not the hardware answers", async () => {
  const { clock, ended, begin } = bench();
  begin(60_000);
  await clock.advance(59_999);
  assert.deepEqual(ended, []);
  await clock.advance(1);
  assert.deepEqual(ended, [[60_000, "lease"]]);
  assert.equal(clock.waiting, 0);
});

test("the shorter of lease and max_on counts", async () => {
  const { clock, ended, lease, begin } = bench();
  begin(10_000, 60_000);
  lease.taken();
  await clock.advance(20_000);
  begin(60_000, 10_000);
  lease.taken();
  await clock.advance(20_000);
  assert.deepEqual(ended, [
    [10_000, "lease"],
    [30_000, "max-on"],
  ]);
});

test("a newer value that was taken replaces the time, also by none", async () => {
  const { clock, ended, lease, begin } = bench();
  begin(10_000);
  lease.taken();
  await clock.advance(5_000);
  begin(20_000);
  lease.taken();
  await clock.advance(19_999);
  assert.deepEqual(ended, []);
  begin(undefined);
  lease.taken();
  await clock.advance(60_000);
  assert.deepEqual(ended, []);
});

test("a newer value that failed leaves the time before as it was", async () => {
  const { clock, ended, lease, begin } = bench();
  begin(10_000);
  lease.taken();
  begin(60_000);
  lease.failed();
  await clock.advance(60_000);
  assert.deepEqual(ended, [[10_000, "lease"]]);
});

test("while nobody knows whether a newer value was taken, the time that is over first counts", async () => {
  const { clock, ended, lease, begin } = bench();
  begin(10_000);
  lease.taken();
  begin(60_000);
  lease.unsure();
  await clock.advance(10_000);
  assert.deepEqual(ended, [[10_000, "lease"]]);
  begin(10_000);
  begin(undefined);
  lease.unsure();
  await clock.advance(10_000);
  assert.equal(ended.length, 2, "a value after it that may not have arrived ends no time");
});

test("a reading that shows on without a write starts max_on, one that shows off ends it", async () => {
  const { clock, ended, lease } = bench();
  lease.sawOn(undefined);
  assert.equal(clock.waiting, 0);
  lease.sawOn(10_000);
  await clock.advance(5_000);
  lease.sawOn(10_000);
  lease.sawOff();
  await clock.advance(60_000);
  assert.deepEqual(ended, []);
  lease.sawOn(10_000);
  await clock.advance(10_000);
  assert.deepEqual(ended, [[75_000, "max-on"]]);
});

test("a reading that shows off does not end what was asked for: the next one may show on again", async () => {
  const { clock, ended, lease, begin } = bench();
  begin(10_000, undefined, "pulse");
  lease.taken();
  lease.sawOff();
  await clock.advance(10_000);
  assert.deepEqual(ended, [[10_000, "pulse"]]);
});

test("clearing and disposing leave no timer", () => {
  const { clock, lease, begin } = bench();
  begin(10_000);
  lease.clear();
  assert.equal(clock.waiting, 0);
  begin(10_000);
  lease[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});
