import assert from "node:assert/strict";
import { test } from "node:test";
import { gpioFrequency } from "../../src/drivers/gpio-frequency.ts";
import { gpioBench } from "./gpio-bench.ts";

test("a rate is counted over whole periods, to the digit", async () => {
  const { open, clock, pulse, told } = gpioBench(gpioFrequency, { every: "1s" });
  await using _meter = open();
  for (let count = 0; count < 100; count++) await pulse(3, 4);
  await clock.advance(300);
  assert.deepEqual(told(), ["142.857143 at 1000"]);
});

test("late edges change nothing: the kernel's times count", async () => {
  const { open, chip, clock, pulse, told } = gpioBench(gpioFrequency, { every: "1s" });
  await using _meter = open();
  const held = chip.pause();
  for (let count = 0; count < 5; count++) await pulse(50, 50);
  await clock.advance(450);
  held[Symbol.dispose]();
  await clock.advance(50);
  assert.deepEqual(told(), ["10.000000 at 1000"]);
});

test("a rate below one pulse in each interval is right, and falls as long as nothing comes, down to 0", async () => {
  const { open, clock, pulse, told } = gpioBench(gpioFrequency, { every: "10s", silence: "1m" });
  await using _meter = open();
  await clock.advance(4000);
  await pulse(100, 24_900);
  await pulse(100, 900);
  assert.deepEqual(told(), ["0.040000 at 30000"], "two pulses, 25 s apart");
  await clock.advance(30_000);
  assert.deepEqual(told(), ["0.040000 at 40000", "0.040000 at 50000", "0.032258 at 60000"], "at most one in 31 s");
  await clock.advance(40_000);
  assert.deepEqual(told(), ["0.024390 at 70000", "0.019608 at 80000", "0 at 90000", "0 at 100000"]);
});

test("nothing at all is 0 after the silence, and not told before", async () => {
  const { open, clock, told } = gpioBench(gpioFrequency, { every: "10s" });
  await using _meter = open();
  await clock.advance(29_000);
  assert.deepEqual(told(), []);
  await clock.advance(1000);
  assert.deepEqual(told(), ["0 at 30000"]);
});

test("a stop is not averaged into what comes after it", async () => {
  const { open, clock, pulse, told } = gpioBench(gpioFrequency, { every: "1s", silence: "2s" });
  await using _meter = open();
  for (let count = 0; count < 10; count++) await pulse(50, 50);
  await clock.advance(9000);
  told();
  for (let count = 0; count < 10; count++) await pulse(50, 50);
  assert.deepEqual(told(), ["10.000000 at 11000"]);
});

test("edges that were dropped are counted into the rate", async () => {
  const { open, chip, clock, drive, told } = gpioBench(gpioFrequency, { every: "10s" });
  await using _meter = open();
  drive(true);
  drive(false);
  {
    using _nobodyFetches = chip.pause();
    for (let count = 0; count < 2000; count++) {
      await clock.advance(1);
      drive(true);
      drive(false);
    }
  }
  await clock.advance(8000);
  assert.deepEqual(told(), ["edges-lost", "1000.000000 at 10000"]);
});

test("while the chip is away nobody knows the rate", async () => {
  const { open, chip, clock, pulse, told } = gpioBench(gpioFrequency, { every: "1s" });
  await using _meter = open();
  for (let count = 0; count < 10; count++) await pulse(50, 50);
  told();
  chip.unplug();
  await clock.advance(60_000);
  assert.equal(told().at(-1), "connection-down");
});
