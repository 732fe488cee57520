import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Sample } from "../../src/core/sample.ts";
import type { Driver } from "../../src/drivers/define-driver.ts";
import { gpioButton } from "../../src/drivers/gpio-button.ts";
import { gpioCounter } from "../../src/drivers/gpio-counter.ts";
import { gpioFrequency } from "../../src/drivers/gpio-frequency.ts";
import { gpioMotion } from "../../src/drivers/gpio-motion.ts";
import { wireText } from "../../src/drivers/wire-text.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { machine } from "../../src/machine/machine.ts";
import { until } from "../fakes/until.ts";
import { driveAtFullSpeed } from "./drive-at-full-speed.ts";
import { simChip } from "./sim-chip.ts";

const pi = simChip("pi");
const clock = systemClock("trusted");
/** One for all, so that several can share a line. */
const hardware = machine(clock);

/** A driver that reads a line of the header. */
function reading(driver: Driver, from: object) {
  const samples: Sample[] = [];
  const emit = (sample: Sample): void => void samples.push(sample);
  const connection = driver.open({}, { name: "header", machine: hardware, clock, readSecret: () => "", emit });
  const path = affordancePath(asThingId("thing"), "property");
  connection.listen({ path, type: "string", settings: { pull: "down", ...from } });
  return {
    /** UTC ms of the values. */
    times: () => samples.flatMap((sample) => (sample.kind === "value" ? [sample.measuredAt ?? Number.NaN] : [])),
    values: () => samples.flatMap((sample) => (sample.kind === "value" ? [wireText(sample.wire)] : [])),
    faults: () => samples.flatMap((sample) => (sample.kind === "absent" ? [sample.fault] : [])),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

test("a counter counts each of five hundred pulses, and a frequency is that of their edges", async () => {
  await using counter = reading(gpioCounter, { line: "GPIO22", every: "500ms" });
  await using frequency = reading(gpioFrequency, { line: "GPIO22", every: "1s", silence: "2s" });
  const begin = performance.now();
  for (let pulse = 0; pulse < 500; pulse++) {
    pi.drive(22, true);
    await sleep(3);
    pi.drive(22, false);
    await sleep(3);
  }
  const mean = 500_000 / (performance.now() - begin);
  await until("all are counted", () => counter.values().at(-1) === "500");
  const rates = frequency
    .values()
    .map(Number)
    .filter((rate) => rate > 0);
  console.log(`500 pulses counted; ${mean.toFixed(1)} Hz driven, told ${rates.join(" ")}`);
  assert.deepEqual([counter.faults(), frequency.faults()], [[], []]);
  // The guest's sleeps are uneven, and the first and the last second are not whole.
  const told = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  assert.ok(Math.abs(told / mean - 1) < 0.3, `${told} Hz of ${mean} Hz`);
  await until("it is silent", () => frequency.values().at(-1) === "0");
});

test("edges that the kernel drops are counted by their number", async () => {
  await using counter = reading(gpioCounter, { line: "GPIO23", edges: "both", every: "500ms" });
  pi.drive(23, true);
  await until("the thread runs", () => counter.values().at(-1) === "1");
  const total = 20_001;
  await driveAtFullSpeed("pi", 23, total);
  await sleep(1500);
  console.log(`${total} edges at full speed: ${counter.values().at(-1)} counted`);
  assert.ok(counter.faults().includes("edges-lost"));
  // An edge that the kernel merged with the next one bears no number; both then go the same way.
  const missing = total + 1 - Number(counter.values().at(-1));
  assert.ok(missing >= 0 && missing < total / 100, `${missing} are missing`);
});

test("a bouncing button is told as single, double and long", async () => {
  await using button = reading(gpioButton, { line: "GPIO24", pull: "up", active_low: true });
  const press = async (ms: number): Promise<void> => {
    for (let bounce = 0; bounce < 5; bounce++) pi.drive(24, bounce % 2 !== 0);
    await sleep(ms);
    for (let bounce = 0; bounce < 5; bounce++) pi.drive(24, bounce % 2 === 0);
  };
  await press(150);
  await until("it is single", () => button.values().length === 1);
  await press(1200);
  await until("it is long", () => button.values().length === 2);
  await sleep(500);
  await press(100);
  await sleep(100);
  await press(100);
  await until("it is double", () => button.values().length === 3);
  await sleep(1000);
  assert.deepEqual(button.values(), ["single", "long", "double"]);
});

test("motion is held", async () => {
  await using motion = reading(gpioMotion, { line: "GPIO25", hold: "1s" });
  pi.drive(25, true);
  pi.drive(25, false);
  await until("it rests again", () => motion.values().length === 3);
  assert.deepEqual(motion.values(), ["false", "true", "false"]);
  const [, began = 0, ended = 0] = motion.times();
  assert.ok(ended - began >= 1000 && ended - began < 1500, `held ${ended - began} ms`);
});
