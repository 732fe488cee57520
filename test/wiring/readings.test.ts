import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDecimal } from "../../src/core/decimal.ts";
import type { Sample } from "../../src/core/sample.ts";
import { isDecimal } from "../../src/core/value.ts";
import { availabilityPath } from "../../src/wiring/availability-path.ts";
import { wireReadings } from "../../src/wiring/readings.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const binding = { connection: "trial", as: "value", settings: {}, conversion: {} };

function scene(change: Parameters<typeof someProperty>[0] = {}) {
  const clock = new HandClock();
  const log = new LogLines();
  const readingLog = new MemoryReadingLog();
  const property = someProperty(change);
  const thing = someThing("box", [property], { available: binding });
  const read: string[] = [];
  const changed: string[] = [];
  const readings = wireReadings({
    things: [thing],
    clock,
    log,
    readingLog,
    onReading: (_property, { quality }) => read.push(quality),
    onHeard: () => read.push("heard"),
    onChange: () => changed.push(readings.latest.get(property.path)?.quality ?? "nothing"),
  });
  const value = (wire: string): Sample => ({ kind: "value", path: property.path, wire, measuredAt: clock.now() });
  const away = (isThere: boolean): Sample => ({
    kind: "value",
    path: availabilityPath(thing),
    wire: isThere,
    measuredAt: clock.now(),
  });
  const recorded = () =>
    readingLog.entries.map(({ quality, value }) => {
      const text = value !== undefined && isDecimal(value) ? formatDecimal(value) : String(value);
      return quality === "ok" ? text : `${quality} ${text}`;
    });
  return { clock, log, property, readings, read, changed, value, away, recorded };
}

test("a reading that came too soon is recorded when its interval is over, unless another took its place", async () => {
  const { clock, readings, value, recorded } = scene();
  readings.take(value("20"));
  await clock.advance(1_000);
  readings.take(value("21"));
  readings.take(value("22"));
  assert.deepEqual(recorded(), ["20.0"]);
  await clock.advance(10_000);
  assert.deepEqual(recorded(), ["20.0", "22.0"]);
  await clock.advance(60_000);
  assert.deepEqual(recorded(), ["20.0", "22.0"]);
});

test("a source that falls silent turns stale by itself: recorded, told, and over with the next sample", async () => {
  const { clock, readings, value, recorded, changed, read } = scene({ stale: 30_000 });
  readings.take(value("20"));
  await clock.advance(29_900);
  assert.deepEqual(changed, ["ok"]);
  await clock.advance(1_100);
  assert.deepEqual(changed, ["ok", "stale"]);
  readings.take(value("20"));
  assert.deepEqual(changed, ["ok", "stale", "ok"]);
  assert.deepEqual(recorded(), ["20.0", "stale 20.0", "20.0"]);
  assert.deepEqual(read, ["ok", "ok"], "limits and read-back go by samples alone");
});

test("a Thing that says it is away takes its properties with it, and brings them back", () => {
  const { readings, value, away, recorded, changed } = scene();
  readings.take(value("20"));
  readings.take(away(false));
  readings.take(away(false));
  assert.deepEqual(recorded(), ["20.0", "unavailable undefined"]);
  readings.take(away(true));
  assert.deepEqual(recorded(), ["20.0", "unavailable undefined", "20.0"]);
  assert.deepEqual(changed, ["ok", "unavailable", "ok"]);
});

const half = { coefficient: 5n, scale: 1 };

test("what is processed is what everybody sees: latest value, limits, read-back and the log", async () => {
  const process = [
    { kind: "offset", by: half },
    { kind: "settle", for: 2_000 },
  ] as const;
  const { clock, readings, value, recorded, changed, read, property } = scene({ process });
  readings.take(value("20"));
  assert.equal(readings.latest.get(property.path), undefined);
  await clock.advance(2_000);
  assert.deepEqual([recorded(), changed, read], [["20.5"], ["ok"], ["heard", "ok"]]);
  assert.equal(readings.latest.get(property.path)?.measuredAt, clock.now() - 2_000);
});

test("a source of which nothing goes on is no silent one", async () => {
  const { clock, readings, value, changed, recorded } = scene({
    stale: 30_000,
    process: [{ kind: "delta", least: half }],
  });
  readings.take(value("20"));
  for (let turn = 0; turn < 6; turn++) {
    await clock.advance(20_000);
    readings.take(value("20.1"));
  }
  assert.deepEqual(changed, ["ok"]);
  await clock.advance(31_000);
  readings.take(value("20.2"));
  assert.deepEqual(
    [changed, recorded()],
    [
      ["ok", "stale", "ok"],
      ["20.0", "stale 20.0", "20.0"],
    ],
  );
});

test("a heartbeat keeps no silent source alive, and confirms nothing", async () => {
  const process = [{ kind: "heartbeat", every: 10_000 }] as const;
  const { clock, readings, value, recorded, read } = scene({ stale: 25_000, process });
  readings.take(value("20"));
  await clock.advance(60_000);
  assert.equal(readings.latest.all()[0]?.quality, "stale");
  assert.deepEqual(read, ["ok"]);
  assert.deepEqual(recorded(), ["20.0", "stale 20.0"]);
});

test("the receipt of what does not go on is called at once, since nothing of it can be lost any more", () => {
  const { readings, value } = scene({ process: [{ kind: "delta", least: half }] });
  readings.take(value("20"));
  let settled = 0;
  const receipt = { source: "bus", note: () => new Uint8Array(), settle: () => (settled += 1) };
  readings.take({ ...value("20.1"), receipt });
  assert.equal(settled, 1);
});

test("what a Thing says of its presence and makes no sense is a fault, told once, and changes nothing", () => {
  const { readings, value, away, log, changed } = scene();
  readings.take(value("20"));
  const word = { ...away(true), wire: "dunno" } as Sample;
  readings.take(word);
  readings.take(word);
  readings.take(away(true));
  assert.deepEqual(log.lines, [
    'warn: box/#available: "dunno" is neither true nor false.',
    "info: box/#available: readings are back",
  ]);
  assert.deepEqual(changed, ["ok"]);
});

test("a fault is told once, and once that it is over", () => {
  const { clock, readings, value, log, property, recorded } = scene();
  const fault: Sample = {
    kind: "absent",
    path: property.path,
    quality: "fault",
    fault: "no-match",
    detail: "a line that fits nothing",
    noticedAt: clock.now(),
  };
  for (let times = 0; times < 100; times++) readings.take(fault);
  readings.take(value("20"));
  readings.take(value("20"));
  assert.deepEqual(log.lines, [
    "warn: box/temperature: a line that fits nothing",
    "info: box/temperature: readings are back",
  ]);
  assert.deepEqual(recorded(), ["fault undefined", "20.0"]);
  assert.equal(readings.faults.totals()[0]?.count, 100);
});

test("the same value again is no news, and samples of unknown paths are nobody's", () => {
  const { readings, value, changed, property } = scene();
  readings.take(value("20"));
  readings.take(value("20.01"));
  readings.take({ ...value("20"), path: `${property.path}x` as typeof property.path });
  assert.deepEqual(changed, ["ok"]);
});

test("disposed, it leaves no timer behind", () => {
  const { readings, clock } = scene();
  readings[Symbol.dispose]();
  assert.equal(clock.waiting, 0);
});

test("other Things: what is read as before goes on, a reading that was withheld is recorded, the rest begins anew", async () => {
  const { clock, readings, value, recorded, property } = scene();
  readings.take(value("20"));
  await clock.advance(1_000);
  readings.take(value("21"));
  const renamed = { ...property, title: "Another title" };
  readings.change([someThing("box", [renamed])]);
  assert.deepEqual([recorded(), readings.latest.get(property.path)?.quality], [["20.0"], "ok"]);
  readings.take(value("21.5"));
  readings.change([someThing("box", [{ ...renamed, report: { ...renamed.report, atMostEvery: 0 } }])]);
  assert.deepEqual(recorded(), ["20.0", "21.5"]);
  readings.change([someThing("box", [{ ...renamed, decimals: 2 }])]);
  assert.equal(readings.latest.get(property.path), undefined);
  readings.change([]);
  readings.take(value("23"));
  assert.deepEqual(recorded(), ["20.0", "21.5"]);
});

test("a Thing that no longer says whether it is there counts as there", () => {
  const { readings, value, away, property } = scene();
  readings.take(value("20"));
  readings.take(away(false));
  assert.equal(readings.latest.get(property.path)?.quality, "unavailable");
  readings.change([someThing("box", [property])]);
  readings.take(value("21"));
  assert.equal(readings.latest.get(property.path)?.quality, "ok");
});
