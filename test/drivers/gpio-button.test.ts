import assert from "node:assert/strict";
import { test } from "node:test";
import { gpioButton } from "../../src/drivers/gpio-button.ts";
import { gpioBench } from "./gpio-bench.ts";

test("a press is single when no second one follows in time, told with the time at which it began", async () => {
  const { open, clock, pulse, told } = gpioBench(gpioButton, {});
  await using _button = open();
  await clock.advance(1000);
  await pulse(100, 300);
  assert.deepEqual(told(), [], "it may still become a double one");
  await clock.advance(20);
  assert.deepEqual(told(), ["single at 1000"]);
});

test("two presses are double as soon as the second begins, and a third one is a press of its own", async () => {
  const { open, clock, drive, pulse, told } = gpioBench(gpioButton, {});
  await using _button = open();
  await pulse(100, 300);
  drive(true);
  await clock.advance(0);
  assert.deepEqual(told(), ["double at 0"]);
  await clock.advance(100);
  drive(false);
  await clock.advance(100);
  await pulse(50, 400);
  assert.deepEqual(told(), ["single at 600"]);
});

test("a second press that begins too late makes two single ones", async () => {
  const { open, pulse, told } = gpioBench(gpioButton, {});
  await using _button = open();
  await pulse(100, 301);
  await pulse(100, 500);
  assert.deepEqual(told(), ["single at 0", "single at 401"]);
});

test("a press is long while it is still held, once", async () => {
  const { open, clock, drive, told } = gpioBench(gpioButton, { long: "1s" });
  await using _button = open();
  drive(true);
  await clock.advance(1000);
  assert.deepEqual(told(), []);
  await clock.advance(20);
  assert.deepEqual(told(), ["long at 0"]);
  await clock.advance(5000);
  drive(false);
  await clock.advance(5000);
  assert.deepEqual(told(), []);
});

test("the kernel's times decide, though all edges come late and at once", async () => {
  const { open, chip, clock, pulse, told } = gpioBench(gpioButton, {});
  await using _button = open();
  await clock.advance(100);
  {
    using _nobodyFetches = chip.pause();
    await pulse(200, 1000); // single
    await pulse(900, 1000); // long
    await pulse(100, 200); // double
    await pulse(100, 1000);
    await pulse(100, 1000); // single
  }
  await clock.advance(500);
  assert.deepEqual(told(), ["single at 100", "long at 1300", "double at 3200", "single at 4600"]);
});

test("a release that waits to be fetched while the time for a long press runs out makes it a short one", async () => {
  const { open, chip, clock, drive, told } = gpioBench(gpioButton, {});
  await using _button = open();
  drive(true);
  await clock.advance(790);
  const held = chip.pause();
  drive(false);
  await clock.advance(15);
  held[Symbol.dispose]();
  await clock.advance(1000);
  assert.deepEqual(told(), ["single at 0"]);
});

test("presses that are not asked for are not waited for", async () => {
  const short = gpioBench(gpioButton, { presses: ["single"] });
  {
    await using _button = short.open();
    short.drive(true);
    await short.clock.advance(0);
    assert.deepEqual(short.told(), ["single at 0"], "when it begins");
    await short.clock.advance(2000);
    short.drive(false);
    await short.clock.advance(2000);
    assert.deepEqual(short.told(), []);
  }
  const held = gpioBench(gpioButton, { presses: ["single", "long"] });
  await using _button = held.open();
  await held.pulse(100);
  await held.clock.advance(0);
  assert.deepEqual(held.told(), ["single at 0"], "when it is over");
  await held.pulse(900);
  assert.deepEqual(held.told(), ["long at 100"]);
});

test("a button that is down at the start tells nothing until it is pressed anew", async () => {
  const { open, clock, drive, pulse, told } = gpioBench(gpioButton, {});
  drive(true);
  await using _button = open();
  await clock.advance(5000);
  drive(false);
  await clock.advance(5000);
  assert.deepEqual(told(), []);
  await pulse(100, 500);
  assert.deepEqual(told(), ["single at 10000"]);
});

test("a press that the loss of the chip broke off is none", async () => {
  const { open, chip, clock, drive, told } = gpioBench(gpioButton, {});
  await using _button = open();
  await clock.advance(4900);
  drive(true);
  await clock.advance(0);
  chip.unplug();
  await clock.advance(10_000);
  assert.deepEqual(told(), ["connection-down"]);
});

test("contacts are debounced by the kernel, for 20 ms where nothing else is said", async () => {
  const { open, chip } = gpioBench(gpioButton, {});
  await using _button = open();
  assert.equal(chip.config(0)?.debounce, 20_000);
});
