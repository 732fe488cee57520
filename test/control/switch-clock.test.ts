import assert from "node:assert/strict";
import { test } from "node:test";
import { SwitchClock } from "../../src/control/switch-clock.ts";
import type { Property } from "../../src/core/property.ts";
import { someOutput } from "../fakes/guard-bench.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const minute = 60_000;
const hour = 60 * minute;
const cooler = someOutput("cooler", { limits: { minOff: 3 * minute } });
const valve = someOutput("valve", { limits: { maxSwitches: { count: 3, within: hour } } });

/** Starts the output's clock now; another call plays a restart. */
function bench(property: Property) {
  const clock = new HandClock();
  const store = new MemoryControlStore(() => clock.now());
  return { clock, store, start: (on = clock) => new SwitchClock(property, on, store) };
}

test("an output of which nothing is stored counts as just switched at the start", async () => {
  const { clock, start } = bench(cooler);
  const switches = start();
  assert.equal(switches.offWaitMs, 3 * minute);
  await clock.advance(minute);
  assert.equal(switches.offWaitMs, 2 * minute);
  await clock.advance(2 * minute);
  assert.equal(switches.offWaitMs, 0);
});

test("min_off runs from when it is off", async () => {
  const { clock, start } = bench(cooler);
  const switches = start();
  await clock.advance(hour);
  switches.goesOn();
  assert.equal(switches.offWaitMs, 0);
  await clock.advance(hour);
  switches.isOff();
  assert.equal(switches.offWaitMs, 3 * minute);
  await clock.advance(minute);
  switches.isOff();
  assert.equal(switches.offWaitMs, 2 * minute, "off again is no switch");
});

test("switching on is stored before it happens, and one that failed is taken back", () => {
  const { clock, store, start } = bench(cooler);
  const switches = start();
  const takeBack = switches.goesOn();
  assert.deepEqual(store.switches(cooler.path, 9), [{ at: clock.now(), on: true }]);
  takeBack();
  assert.equal(switches.offWaitMs, 3 * minute);
  store.failNext = new Error("disk full");
  assert.throws(() => switches.goesOn(), /disk full/);
  assert.equal(switches.offWaitMs, 3 * minute);
});

test("the time off goes on over a restart, by a clock that is trusted", async () => {
  const { clock, start } = bench(cooler);
  const first = start();
  first.goesOn();
  first.isOff();
  await clock.advance(minute);
  assert.equal(start().offWaitMs, 2 * minute);
});

test("what was on when the agent ended counts as just switched at the next start", async () => {
  const { clock, start } = bench(cooler);
  start().goesOn();
  await clock.advance(hour);
  const second = start();
  second.isOff();
  assert.equal(second.offWaitMs, 3 * minute);
});

for (const [what, spoil] of [
  ["is not trusted", (clock: HandClock) => clock.setTrusted(false)],
  ["went back", (clock: HandClock) => clock.jump(-hour)],
] as const) {
  test(`after a restart with a clock that ${what} all counts as at this start`, async () => {
    const { clock, start } = bench(cooler);
    const first = start();
    first.goesOn();
    first.isOff();
    await clock.advance(2 * minute);
    spoil(clock);
    const second = start();
    assert.equal(second.offWaitMs, 3 * minute);
    await clock.advance(minute);
    assert.equal(second.offWaitMs, 2 * minute);
  });
}

test("a switch at a time that nobody trusted counts as at the next start, however right the clock is then", async () => {
  const { clock, store, start } = bench(cooler);
  clock.setTrusted(false);
  clock.jump(-1_767_000_000_000);
  const first = start();
  first.goesOn();
  first.isOff();
  assert.deepEqual(
    store.switches(cooler.path, 9).map(({ at }) => at),
    [0, 0],
  );
  clock.jump(1_767_000_000_000);
  clock.setTrusted(true);
  assert.equal(start().offWaitMs, 3 * minute);
});

test("a clock that becomes right later tells how long ago it was; a step after that changes nothing", async () => {
  const { clock, start } = bench(cooler);
  const first = start();
  first.goesOn();
  first.isOff();
  await clock.advance(minute);
  clock.setTrusted(false);
  const second = start();
  assert.equal(second.offWaitMs, 3 * minute);
  clock.setTrusted(true);
  assert.equal(second.offWaitMs, 2 * minute);
  clock.jump(hour);
  assert.equal(second.offWaitMs, 2 * minute);
});

test("within a run a step of the wall clock changes nothing", async () => {
  const { clock, start } = bench(cooler);
  const switches = start();
  switches.goesOn();
  switches.isOff();
  clock.jump(hour);
  assert.equal(switches.offWaitMs, 3 * minute);
  clock.jump(-2 * hour);
  await clock.advance(minute);
  assert.equal(switches.offWaitMs, 2 * minute);
});

test("max_switches counts times switched on in the window, over restarts", async () => {
  const { clock, start } = bench(valve);
  const first = start();
  await clock.advance(hour);
  for (let index = 0; index < 2; index++) {
    assert.equal(first.switchWaitMs, 0);
    first.goesOn();
    first.isOff();
    await clock.advance(10 * minute);
  }
  const second = start();
  assert.equal(second.switchWaitMs, 0);
  second.goesOn();
  assert.equal(second.switchWaitMs, 40 * minute);
  second.isOff();
  assert.equal(start().switchWaitMs, 40 * minute);
  await clock.advance(40 * minute);
  assert.equal(second.switchWaitMs, 0);
});

test("switching on what is on is no switch, and one that failed does not count", () => {
  const { start } = bench(valve);
  const switches = start();
  switches.goesOn();
  switches.goesOn();
  assert.equal(switches.switchWaitMs, 0);
  switches.isOff();
  switches.goesOn()();
  assert.equal(switches.switchWaitMs, 0);
  switches.goesOn();
  assert.ok(switches.switchWaitMs > 0, "with the one at the start that makes three");
});

test("what somebody else switched counts too, and is stored once in a second at most", async () => {
  const { clock, store, start } = bench(cooler);
  const switches = start();
  await clock.advance(hour);
  switches.saw(true, false);
  switches.saw(true, false);
  for (let index = 0; index < 100; index++) switches.saw(index % 2 === 1, false);
  switches.saw(false, false);
  assert.equal(switches.offWaitMs, 3 * minute);
  assert.equal(store.switches(cooler.path, 9).length, 1);
  await clock.advance(hour);
  switches.saw(true, false);
  assert.equal(store.switches(cooler.path, 9).length, 2);
});

test("a reading that shows off right after a write may be old, and counts for min_off until one shows on", async () => {
  const { clock, store, start } = bench(cooler);
  const switches = start();
  await clock.advance(hour);
  switches.goesOn();
  switches.saw(false, true);
  assert.equal(switches.offWaitMs, 3 * minute);
  switches.saw(true, true);
  assert.equal(switches.offWaitMs, 0);
  switches.saw(false, true);
  await clock.advance(3 * minute);
  assert.equal(switches.offWaitMs, 0);
  switches.goesOn();
  assert.equal(store.switches(cooler.path, 9).length, 2, "it was switched on a second time");
});

test("while it is being switched off it may be off already, until that certainly failed", () => {
  const { start } = bench(cooler);
  const switches = start();
  switches.goesOn();
  switches.goesOff();
  assert.equal(switches.offWaitMs, 3 * minute);
  switches.stayedOn();
  assert.equal(switches.offWaitMs, 0);
});

test("a reading that shows on right after a write may be somebody's hand, and off counts from the end of that", async () => {
  const { clock, start } = bench(cooler);
  const switches = start();
  await clock.advance(3 * minute);
  switches.saw(true, true);
  switches.goesOff();
  assert.equal(switches.offWaitMs, 3 * minute);
  switches.isOff();
  await clock.advance(minute);
  assert.equal(switches.offWaitMs, 2 * minute);
  switches.saw(true, true);
  switches.saw(false, true);
  assert.equal(switches.offWaitMs, 3 * minute);
});
