import assert from "node:assert/strict";
import { test } from "node:test";
import { gpioCounter } from "../../src/drivers/gpio-counter.ts";
import { SomeMemory } from "../fakes/some-memory.ts";
import { gpioBench } from "./gpio-bench.ts";

test("a total is told at once and then at intervals, and goes on where the last run stopped", async () => {
  const memory = new SomeMemory();
  const bench = gpioBench(gpioCounter, { every: "10s" }, memory);
  {
    await using _meter = bench.open();
    for (let count = 0; count < 3; count++) await bench.pulse(100, 100);
    await bench.clock.advance(10_000);
    assert.deepEqual(bench.told(), ["0 at 0", "3 at 10000"]);
    await bench.pulse(100, 100);
    assert.equal(memory.words, undefined, "not written for every pulse");
  }
  await using _again = bench.open();
  assert.deepEqual(bench.told(), ["4 at 10800"]);
});

test("a power cut costs what was counted in the last minute", async () => {
  const memory = new SomeMemory();
  const before = gpioBench(gpioCounter, {}, memory);
  before.open();
  await before.pulse(100, 60_000);
  await before.pulse(100, 59_000);
  const after = gpioBench(gpioCounter, {}, memory);
  await using _meter = after.open();
  assert.deepEqual(after.told(), ["1 at 0"]);
});

test("nothing is written while nothing is counted", async () => {
  const memory = new SomeMemory();
  const { open, clock } = gpioBench(gpioCounter, {}, memory);
  {
    await using _meter = open();
    await clock.advance(3_600_000);
  }
  assert.equal(memory.words, undefined);
});

for (const [edges, total] of [
  ["rising", 2],
  ["falling", 3],
  ["both", 5],
] as const) {
  test(`${edges} edges count as the kernel tells them`, async () => {
    const { open, clock, drive, pulse, told } = gpioBench(gpioCounter, { edges });
    drive(true);
    await using _meter = open();
    drive(false);
    await pulse(10, 10);
    await pulse(10, 10);
    told();
    await clock.advance(10_000);
    assert.deepEqual(told(), [`${total} at 10000`]);
  });
}

for (const [edges, total] of [
  ["rising", 1500],
  ["falling", 1500],
  ["both", 3000],
] as const) {
  test(`${edges} edges that the kernel dropped are told and counted all the same`, async () => {
    const { open, chip, clock, drive, told } = gpioBench(gpioCounter, { edges });
    await using _meter = open();
    told();
    {
      using _nobodyFetches = chip.pause();
      for (let edge = 0; edge < 3000; edge++) drive(edge % 2 === 0);
    }
    await clock.advance(10_000);
    assert.deepEqual(told(), ["edges-lost", `${total} at 10000`]);
  });
}

test("each interval has its own count, also none, by the kernel's times", async () => {
  const { open, chip, clock, pulse, told } = gpioBench(gpioCounter, { count: "interval", every: "1s" });
  await using _meter = open();
  for (let count = 0; count < 4; count++) await pulse(100, 100);
  await clock.advance(190);
  const held = chip.pause();
  await pulse(5, 10); // 990 ms: still in the first one, and fetched after its end
  held[Symbol.dispose]();
  await pulse(5, 1000);
  await clock.advance(1020);
  assert.deepEqual(told(), ["5 at 1000", "1 at 2000", "0 at 3000"]);
});

test("what the process slept through is told by interval", async () => {
  const { open, chip, clock, drive, told } = gpioBench(gpioCounter, { count: "interval", every: "1s" });
  await using _meter = open();
  {
    using _held = chip.pause();
    for (const pause of [500, 1000, 100]) {
      clock.jumpMonotonic(pause);
      drive(true);
      drive(false);
    }
    clock.jumpMonotonic(1500);
  }
  await clock.advance(100);
  assert.deepEqual(told(), ["1 at 1000", "2 at 2000", "0 at 3000"]);
});

test("while the chip is away nothing is told but that, and then intervals begin anew", async () => {
  const { open, chip, clock, pulse, told } = gpioBench(gpioCounter, { count: "interval", every: "10s" });
  await using _meter = open();
  await pulse(100, 100);
  chip.unplug();
  await clock.advance(60_000);
  assert.deepEqual(told(), ["connection-down"]);
  chip.plug();
  await clock.advance(5000); // it is found again at some time within these
  await pulse(100, 14_000);
  const [only, ...others] = told();
  assert.match(only ?? "", /^1 at /);
  assert.deepEqual(others, []);
});

test("a total outlives the loss of its chip", async () => {
  const { open, chip, clock, pulse, told } = gpioBench(gpioCounter, {}, new SomeMemory());
  await using _meter = open();
  await pulse(100, 100);
  chip.unplug();
  await clock.advance(60_000);
  chip.plug();
  await clock.advance(5000);
  assert.match(told().at(-1) ?? "", /^1 at /);
});
