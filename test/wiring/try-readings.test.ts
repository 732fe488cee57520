import assert from "node:assert/strict";
import { test } from "node:test";
import { tryJson, tryLine } from "../../src/cli/try-lines.ts";
import { decimalOf, parseDecimal } from "../../src/core/decimal.ts";
import type { Property } from "../../src/core/property.ts";
import type { Sample } from "../../src/core/sample.ts";
import type { Wire } from "../../src/core/value.ts";
import { availabilityPath } from "../../src/wiring/availability-path.ts";
import { type Tried, tryReadings } from "../../src/wiring/try-readings.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const decimal = (text: string) => parseDecimal(text) ?? assert.fail(text);

function scene(change: Parameters<typeof someProperty>[0] = {}) {
  const clock = new HandClock();
  const property: Property = someProperty({ unit: "Cel", ...change });
  const binding = { connection: "trial", as: "value", settings: {}, conversion: {} };
  const thing = someThing("box", [property], { available: binding });
  const told: Tried[] = [];
  const way = tryReadings({ things: [thing], clock, tell: (tried) => told.push(tried) });
  const sample = (wire: Wire, path = property.path): Sample => ({ kind: "value", path, wire, measuredAt: clock.now() });
  return {
    clock,
    way,
    say(...wires: readonly Wire[]) {
      for (const wire of wires) way.take(sample(wire));
    },
    sayThere: (wire: Wire) => way.take(sample(wire, availabilityPath(thing))),
    take: (absent: Sample) => way.take(absent),
    property,
    /** Without the time in front. */
    lines: () => told.splice(0).map((tried) => tryLine(tried).replace(/^\S+ {2}/, "")),
    json: () => told.splice(0).map((tried) => JSON.parse(tryJson(tried))),
  };
}

test("a line tells the way of a reading: raw, value, quality, and whether it is recorded", async () => {
  const { clock, say, lines } = scene();
  say("21.46");
  await clock.advance(20_000);
  say("21.52", "22", "warm");
  assert.deepEqual(lines(), [
    'box/temperature  "21.46" → 21.5 °C  ok, recorded',
    'box/temperature  "21.52" → 21.5 °C  ok, not recorded: the same as the last one',
    'box/temperature  "22" → 22.0 °C  ok, recorded',
    'box/temperature  "warm"  fault (not-a-value: "warm" is not a number.), recorded',
  ]);
});

test("why it is not recorded is said in the words of the configuration", async () => {
  const { clock, say, lines } = scene({
    report: { change: decimal("0.5"), atMostEvery: 10_000, atLeastEvery: 600_000 },
  });
  say("20", "20.4", "21");
  await clock.advance(10_000);
  assert.deepEqual(lines(), [
    'box/temperature  "20" → 20.0 °C  ok, recorded',
    'box/temperature  "20.4" → 20.4 °C  ok, not recorded: less than 0.5 from the last one (report.change)',
    'box/temperature  "21" → 21.0 °C  ok, not recorded yet: the last one was less than 10 s ago (report.at_most_every)',
    "box/temperature  21.0 °C  ok, recorded",
  ]);
});

test("a bell that the broker retained is not recorded, and why", () => {
  const { take, lines, property } = scene({ type: "string", unit: undefined, momentary: true });
  take({ kind: "value", path: property.path, wire: "single", measuredAt: undefined });
  assert.deepEqual(lines(), [
    'box/temperature  "single" → single  ok, not recorded: retained, so nobody knows when it was (momentary)',
  ]);
});

test("with steps the value before them is told, and the step that lets nothing through", async () => {
  const process = [
    { kind: "offset", by: decimal("0.5") },
    { kind: "delta", least: decimal("1") },
    { kind: "throttle", every: 5000 },
    { kind: "settle", for: 2000 },
  ] as const;
  const { clock, say, lines } = scene({ process });
  say("20", "20.5", "22");
  await clock.advance(2000);
  assert.deepEqual(lines(), [
    'box/temperature  "20" → 20  not passed on: it must stay the same for 2 s (settle)',
    'box/temperature  "20.5" → 20.5  not passed on: less than 1 from the last one (delta)',
    'box/temperature  "22" → 22  not passed on: the last one was less than 5 s ago (throttle)',
    "box/temperature  20.5 °C  ok, recorded",
  ]);
});

test("what grows stale, goes away and comes back is told", async () => {
  const { clock, say, sayThere, lines } = scene({ stale: 3000 });
  say("20");
  await clock.advance(3000);
  sayThere(false);
  sayThere("dunno");
  sayThere(true);
  assert.deepEqual(lines(), [
    'box/temperature  "20" → 20.0 °C  ok, recorded',
    "box/temperature  20.0 °C  stale, recorded",
    "box  available false → is not there",
    "box/temperature  -  unavailable (source-unavailable: The Thing says that it is not there.), recorded",
    'box  available "dunno" → makes no sense: "dunno" is neither true nor false.',
    "box  available true → is there",
    "box/temperature  20.0 °C  stale, recorded",
  ]);
});

test("a source that is away says so, once it is", () => {
  const { take, lines, property, clock } = scene();
  const detail = "nothing listens at mqtt://nas";
  const fault = { fault: "connection-down", detail, noticedAt: clock.now() } as const;
  take({ kind: "absent", path: property.path, quality: "unavailable", ...fault });
  assert.deepEqual(lines(), [`box/temperature  -  unavailable (connection-down: ${detail}), recorded`]);
});

test("for programs the same stands in one object", () => {
  const { say, sayThere, json, clock } = scene({ process: [{ kind: "offset", by: decimalOf(1) }] });
  say("20.04");
  sayThere(true);
  const at = clock.now();
  assert.deepEqual(json(), [
    {
      kind: "reading",
      at,
      thing: "box",
      name: "temperature",
      raw: "20.04",
      decoded: "20.04",
      value: "21.0",
      unit: "Cel",
      quality: "ok",
      measured_at: at,
      fault: null,
      recorded: true,
      why: null,
    },
    { kind: "presence", at, thing: "box", raw: true, available: true, fault: null },
  ]);
});

test("of what is long only the beginning is shown", () => {
  const { say, lines } = scene({ type: "string", unit: undefined });
  say("x".repeat(200));
  assert.ok(lines()[0]?.includes(`"${"x".repeat(79)}… → `));
});

test("it leaves no timer behind", () => {
  const { way, say, clock } = scene({ process: [{ kind: "settle", for: 2000 }] });
  say("20");
  way[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});
