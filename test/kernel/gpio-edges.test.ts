import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { GpioInputEvents } from "../../src/core/gpio-lines.ts";
import { systemClock } from "../../src/machine/clock.ts";
import { machine } from "../../src/machine/machine.ts";
import { until } from "../fakes/until.ts";
import { driveAtFullSpeed } from "./drive-at-full-speed.ts";
import { simChip } from "./sim-chip.ts";

const pi = simChip("pi");
const clock = systemClock("trusted");

interface Heard {
  readonly edges: { level: boolean; ago: number; at: number }[];
  readonly levels: boolean[];
  readonly faults: string[];
  lost: number;
  /** As what the line is known after all that was told. */
  last: boolean | undefined;
  readonly events: GpioInputEvents;
}

function listener(): Heard {
  const heard: Heard = {
    edges: [],
    levels: [],
    faults: [],
    lost: 0,
    last: undefined,
    events: {
      level(level) {
        heard.levels.push(level);
        heard.last = level;
      },
      edge(level, ago) {
        heard.edges.push({ level, ago, at: performance.now() });
        heard.last = level;
      },
      lost: (count) => {
        heard.lost += count;
      },
      down: (reason) => void heard.faults.push(reason),
    },
  };
  return heard;
}

test("a thousand edges, fifty a second, are all told, in order and soon", async () => {
  await using lines = machine(clock).openGpioLines(undefined);
  const heard = listener();
  using _line = lines.watch({ line: { name: "GPIO22" }, activeLow: false, pull: "down", debounce: 0 }, heard.events);
  assert.deepEqual([heard.faults, heard.levels], [[], [false]]);
  const begin = performance.now();
  for (let edge = 0; edge < 1000; edge++) {
    pi.drive(22, edge % 2 === 0);
    await sleep(20);
  }
  await until("all are told", () => heard.edges.length >= 1000);
  assert.equal(heard.lost, 0);
  assert.deepEqual(
    heard.edges.map(({ level }) => level),
    Array.from({ length: 1000 }, (_, edge) => edge % 2 === 0),
  );
  const ages = heard.edges.map(({ ago }) => ago).sort((a, b) => a - b);
  console.log(
    `1000 edges at 50/s, 0 lost; kernel to handler p50 ${ages[500]?.toFixed(2)} ms, p99 ${ages[990]?.toFixed(2)} ms`,
  );
  const span = (heard.edges.at(-1)?.at ?? 0) - (heard.edges.at(-1)?.ago ?? 0) - begin;
  assert.ok(span > 19_000, `the kernel's times span ${span} ms`);
});

test("edges at full speed that nobody can take are counted, none hidden, and the level is read anew", async () => {
  await using lines = machine(clock).openGpioLines(undefined);
  const heard = listener();
  using _line = lines.watch({ line: { name: "GPIO23" }, activeLow: false, pull: "down", debounce: 0 }, heard.events);
  pi.drive(23, true);
  await until("the line is listened to", () => heard.edges.length === 1);
  const total = 20_001;
  await driveAtFullSpeed("pi", 23, total);
  await until("everything is told", () => heard.edges.length - 1 + heard.lost >= total);
  console.log(`${total} edges at full speed: ${heard.edges.length - 1} told, ${heard.lost} told as lost`);
  assert.equal(heard.edges.length - 1 + heard.lost, total);
  assert.ok(heard.lost > 0, "nothing was lost, so this shows nothing");
  assert.ok(heard.levels.length > 1, "the level was not read anew");
  assert.equal(heard.last, pi.isHigh(23));
});

test("the kernel's debounce makes one edge of a bouncing contact", async () => {
  await using lines = machine(clock).openGpioLines(undefined);
  const heard = listener();
  using _line = lines.watch({ line: { name: "GPIO24" }, activeLow: true, pull: "up", debounce: 50 }, heard.events);
  assert.deepEqual(heard.levels, [false]);
  for (let bounce = 0; bounce < 9; bounce++) pi.drive(24, bounce % 2 !== 0);
  await until("the edge is told", () => heard.edges.length > 0);
  await sleep(150);
  assert.deepEqual(
    heard.edges.map(({ level }) => level),
    [true],
  );
});

test("lines are found by name, by BCM number where the board calls them otherwise, and never on the decoy", async () => {
  await using lines = machine(clock).openGpioLines(undefined);
  const wanted = [{ name: "GPIO4" }, { offset: 4 }, { name: "GPIO_GCLK" }] as const;
  for (const line of wanted) {
    const heard = listener();
    using _line = lines.watch({ line, activeLow: false, pull: "down", debounce: 0 }, heard.events);
    assert.deepEqual(heard.faults, []);
    pi.drive(4, true);
    await until("the edge is told", () => heard.edges.length === 1);
    pi.drive(4, false);
  }
  const relay = listener();
  using _relay = lines.watch({ line: { name: "RELAY" }, activeLow: false, pull: undefined, debounce: 0 }, relay.events);
  assert.deepEqual(relay.levels, [false]);
});
