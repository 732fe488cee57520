import assert from "node:assert/strict";
import { test } from "node:test";
import { gpioMotion } from "../../src/drivers/gpio-motion.ts";
import { gpioBench } from "./gpio-bench.ts";

test("motion is true at once, and false when the line was off for the time to hold", async () => {
  const { open, clock, pulse, told } = gpioBench(gpioMotion, { hold: "10s" });
  await using _sensor = open();
  assert.deepEqual(told(), ["false at 0"]);
  await clock.advance(1000);
  await pulse(2000, 10_000);
  assert.deepEqual(told(), ["true at 1000"]);
  await clock.advance(20);
  assert.deepEqual(told(), ["false at 13000"]);
});

test("a further one begins the time anew", async () => {
  const { open, clock, pulse, told } = gpioBench(gpioMotion, { hold: "10s" });
  await using _sensor = open();
  await pulse(1000, 9000);
  await pulse(1000, 9000);
  assert.deepEqual(told(), ["false at 0", "true at 0", "true at 10000"]);
  await clock.advance(1020);
  assert.deepEqual(told(), ["false at 21000"]);
});

test("a further one in time that comes late keeps it true without a break", async () => {
  const { open, chip, clock, pulse, told } = gpioBench(gpioMotion, { hold: "10s" });
  await using _sensor = open();
  await pulse(1000, 9995);
  const held = chip.pause();
  await pulse(1, 10);
  held[Symbol.dispose]();
  await clock.advance(0);
  assert.deepEqual(told(), ["false at 0", "true at 0", "true at 10995"]);
  await clock.advance(10_020);
  assert.deepEqual(told(), ["false at 20996"]);
});

test("what moves at the start is told, and it stays true however long the line is on", async () => {
  const { open, clock, drive, told } = gpioBench(gpioMotion, {});
  drive(true);
  await using _sensor = open();
  await clock.advance(3_600_000);
  assert.deepEqual(told(), ["true at 0"]);
});

test("dropped edges are motion too", async () => {
  const { open, chip, clock, drive, told } = gpioBench(gpioMotion, { hold: "10s" });
  await using _sensor = open();
  await clock.advance(1000);
  told();
  {
    using _nobodyFetches = chip.pause();
    for (let edge = 0; edge < 1026; edge++) drive(edge % 2 === 0);
  }
  await clock.advance(0);
  assert.deepEqual(new Set(told()), new Set(["edges-lost", "true at 1000"]));
  await clock.advance(10_020);
  assert.deepEqual(told(), ["false at 11000"]);
});

test("while the chip is away nobody knows, and then what the line says", async () => {
  const { open, chip, clock, pulse, told } = gpioBench(gpioMotion, { hold: "10s" });
  await using _sensor = open();
  await pulse(1000, 1000);
  chip.unplug();
  await clock.advance(20_000);
  assert.deepEqual(told(), ["false at 0", "true at 0", "connection-down"]);
  chip.plug();
  await clock.advance(5000);
  assert.equal(told().length, 1);
});
