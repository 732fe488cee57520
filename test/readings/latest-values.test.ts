import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalOf } from "../../src/core/decimal.ts";
import { asThingId } from "../../src/core/ids.ts";
import type { Property } from "../../src/core/property.ts";
import type { Reading } from "../../src/core/reading.ts";
import { LatestValues } from "../../src/readings/latest-values.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const clock = new HandClock();
const temperature = someProperty({ name: "temperature", stale: 60_000 });
const door = someProperty({ name: "door", type: "boolean" });
const lamp = someProperty({ name: "lamp", type: "boolean", in: "shed" });

function start(): LatestValues {
  return new LatestValues([someThing("box", [temperature, door]), someThing("shed", [lamp])], clock);
}

function reading(property: Property, value: Reading["value"], change: Partial<Reading> = {}): Reading {
  return { path: property.path, value, quality: "ok", measuredAt: clock.now(), takenAt: clock.now(), ...change };
}

test("tells what was before and what is now", () => {
  const latest = start();
  const first = reading(door, true);
  const second = reading(door, false);
  assert.deepEqual(latest.put(first), { previous: undefined, current: first });
  assert.deepEqual(latest.put(second), { previous: first, current: second });
  assert.equal(latest.get(door.path), second);
  assert.equal(latest.get(lamp.path), undefined);
});

test("lists what is known in the order of the configuration", () => {
  const latest = start();
  latest.put(reading(lamp, true));
  latest.put(reading(temperature, decimalOf(20)));
  assert.deepEqual(
    latest.all().map(({ path }) => path),
    ["box/temperature", "shed/lamp"],
  );
});

test("a value turns stale once, when no sample came for so long, and a new one is fresh", async () => {
  const latest = start();
  latest.put(reading(temperature, decimalOf(20)));
  latest.put(reading(door, true));
  assert.equal(latest.nextStaleIn(), 60_000);
  await clock.advance(59_999);
  assert.deepEqual(latest.refreshStale(), []);
  await clock.advance(1);
  const [change, ...others] = latest.refreshStale();
  assert.deepEqual(others, []);
  assert.equal(change?.previous?.quality, "ok");
  assert.equal(change?.current.quality, "stale");
  assert.deepEqual(change?.current.value, decimalOf(20));
  assert.deepEqual(latest.refreshStale(), []);
  assert.equal(latest.nextStaleIn(), undefined);
  assert.equal(latest.put(reading(temperature, decimalOf(21))).current.quality, "ok");
});

test("a clock that is set makes nothing stale", () => {
  const latest = start();
  latest.put(reading(temperature, decimalOf(20)));
  clock.jump(86_400_000);
  assert.deepEqual(latest.refreshStale(), []);
});

test("while a Thing is away its properties are unavailable, also when samples come; then the last ones count", () => {
  const latest = start();
  latest.put(reading(door, true));
  latest.put(reading(lamp, true));
  const gone = latest.setAvailable(asThingId("box"), false);
  assert.deepEqual(
    gone.map(({ current }) => [current.path, current.quality, current.value, current.fault?.code]),
    [
      ["box/temperature", "unavailable", undefined, "source-unavailable"],
      ["box/door", "unavailable", undefined, "source-unavailable"],
    ],
  );
  assert.equal(latest.put(reading(door, false)).current.quality, "unavailable");
  assert.equal(latest.get(lamp.path)?.quality, "ok");
  latest.setAvailable(asThingId("box"), true);
  assert.equal(latest.get(door.path)?.value, false);
  assert.equal(latest.get(temperature.path)?.quality, "unavailable");
});

test("being told the same availability again changes nothing", () => {
  const latest = start();
  assert.deepEqual(latest.setAvailable(asThingId("box"), true), []);
  latest.setAvailable(asThingId("box"), false);
  assert.deepEqual(latest.setAvailable(asThingId("box"), false), []);
});

test("a Thing that is away was seen when it last measured, whatever came later without a value or a time", async () => {
  const latest = start();
  const box = asThingId("box");
  assert.equal(latest.away(box), undefined);
  latest.setAvailable(box, false);
  assert.deepEqual(latest.away(box), { lastSeenAt: undefined });
  latest.setAvailable(box, true);
  latest.put(reading(door, true));
  const seenAt = clock.now();
  await clock.advance(60_000);
  latest.put({ ...reading(temperature, decimalOf(20)), measuredAt: undefined });
  latest.put({ ...reading(door, true), value: undefined, quality: "unavailable" });
  latest.setAvailable(box, false);
  assert.deepEqual(latest.away(box), { lastSeenAt: seenAt });
  assert.equal(latest.away(lamp.thing), undefined);
});
