import assert from "node:assert/strict";
import { test } from "node:test";
import type { GpioInput, GpioInputEvents, GpioOutputSettings } from "../../src/core/gpio-lines.ts";
import { gpioSysfs } from "../../src/machine/gpio-sysfs.ts";
import { keptExports } from "../../src/machine/kept-exports.ts";
import { machine } from "../../src/machine/machine.ts";
import { fakeGpio } from "../fakes/fake-gpio.ts";
import { fakeGpioSysfs } from "../fakes/fake-gpio-sysfs.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const line = { name: "relay" };
const input: GpioInput = { line, activeLow: true, pull: undefined, debounce: 0 };
const output: GpioOutputSettings = { line, activeLow: true, pull: undefined, drive: "push-pull", initial: false };

function bench() {
  const clock = new HandClock();
  const kernel = fakeGpio({ box: ["relay"] }, clock);
  const lines = machine(clock, () => kernel).openGpioLines("box");
  const told: string[] = [];
  const events: GpioInputEvents = {
    level: (level) => void told.push(`level ${level}`),
    edge: (level) => void told.push(`edge ${level}`),
    lost: (count) => void told.push(`lost ${count}`),
    down: (reason, fault) => void told.push(`${fault}: ${reason}`),
  };
  return {
    ...{ clock, lines, events, chip: kernel.chip("box") },
    /** What was told since the last look. */
    told: () => told.splice(0),
  };
}

test("a line that is read becomes an output, and is read as such from then on", async () => {
  const { clock, lines, events, chip, told } = bench();
  await using _ = lines;
  lines.watch(input, events);
  assert.deepEqual(told(), ["level true"]);
  const relay = lines.drive(output);
  assert.deepEqual(chip.written(0), [true], "taken at its safe value, which is high");
  assert.deepEqual(told(), ["connection-down: line 0 of box is taken anew"]);
  await clock.advance(5000);
  assert.deepEqual(told(), ["level false"]);
  relay.write(true);
  assert.deepEqual([told(), chip.written(0)], [["edge true"], [true, false]]);
});

const misfits: readonly (readonly [what: string, input: Partial<GpioInput>])[] = [
  ["with a debounce", { debounce: 20 }],
  ["the other way round", { activeLow: false }],
  ["with a pull that the output does not have", { pull: "up" }],
];

for (const [what, differently] of misfits) {
  test(`a line that is read ${what} is not taken away from its readers`, async () => {
    const { lines, events, chip, told } = bench();
    await using _ = lines;
    lines.watch({ ...input, ...differently }, events);
    told();
    const relay = lines.drive(output);
    assert.throws(() => relay.write(true), /line 0 of box is read by this agent already, with other settings/);
    assert.deepEqual([told(), chip.written(0)], [[], []]);
  });
}

test("a line has one writer", async () => {
  const { lines } = bench();
  await using _ = lines;
  using first = lines.drive(output);
  const second = lines.drive(output);
  assert.throws(() => second.write(true), /line 0 of box is written by this agent already/);
  first.write(true);
});

test("a line over sysfs is read, and refused to those who count its edges", async () => {
  using directory = temporaryDirectory();
  const sysfs = fakeGpioSysfs(directory.path, "box");
  const ways = () => gpioSysfs({ ...sysfs, kept: keptExports(undefined, "boot") });
  const { clock, events, told } = bench();
  await using lines = machine(clock, ways).openGpioLines("box", "sysfs");
  const input = { line: { offset: 1 }, activeLow: false, pull: undefined, debounce: 0 } as const;
  lines.watch(input, events);
  assert.deepEqual(told(), ["level false"]);
  lines.watch({ ...input, exact: true }, events);
  assert.match(
    told()[0] ?? "",
    /^line-refused: line 1 of box: its edges cannot be counted or timed over \/sys\/class\/gpio/,
  );
});
