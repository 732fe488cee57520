import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Loss } from "../../src/core/reading-loss.ts";
import type { LogEntry, NewLogEntry, ReadingLog } from "../../src/core/store-ports.ts";
import { downsample } from "../../src/readings/downsample.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { someSealed } from "./some-events.ts";
import { openLog, startAt } from "./some-readings.ts";

const mebi = 2 ** 20;
const minute = 60_000;
const perEvent = 5000;

/** What one of many sensors says in one minute: a slow wave with noise, some ms off the minute. */
function measure(sensor: number, sensors: number, atMinute: number): NewLogEntry {
  const noise = (sensor * 7919 + atMinute * 104_729) % 997;
  const coefficient = BigInt(Math.round(2150 + 600 * Math.sin(sensor + atMinute / 90)) + (noise % 9));
  return {
    path: affordancePath(asThingId(`thing${sensor % 50}`), `n${Math.floor(sensor / 50)}`),
    type: "number",
    unit: "Cel",
    scale: 2,
    value: { coefficient, scale: 2 },
    quality: "ok",
    at: startAt + atMinute * minute + Math.floor((sensor * minute) / sensors) + (noise % 40),
  };
}

function bytesIn(directory: string): number {
  return readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
}

interface Outage {
  readonly directory: string;
  readonly log: ReadingLog;
  readonly clock: HandClock;
  readonly sensors: number;
  readonly minutes: number;
}

/** Records all, the clock moved along; returns the most bytes that lay on the disk at the end of an hour. */
async function last({ directory, log, clock, sensors, minutes }: Outage): Promise<number> {
  let most = 0;
  for (let atMinute = 0; atMinute < minutes; atMinute++) {
    for (let sensor = 0; sensor < sensors; sensor++) log.append(measure(sensor, sensors, atMinute));
    await clock.advance(minute);
    if (atMinute % 60 === 59) most = Math.max(most, bytesIn(directory));
  }
  return most;
}

/** Sends all that waits, in the order in which it is told; returns how many readings came. */
function drain(log: ReadingLog, take: (entry: LogEntry) => void): number {
  let count = 0;
  for (let seq = 1; ; seq++) {
    const entries = log.unsealed(perEvent);
    const through = entries.at(-1)?.position;
    if (through === undefined) return count;
    log.keepSealed(someSealed(`t${seq}`), { epoch: 1, seq, through });
    for (const entry of entries) take(entry);
    count += entries.length;
    log.delivered(`t${seq}`, `$${seq}`);
  }
}

const produced = (sensors: number, position: number): NewLogEntry =>
  measure((position - 1) % sensors, sensors, Math.floor((position - 1) / sensors));

test("a day without a homeserver, 1,000 properties a minute: all of it is kept, in at most 64 MiB, and comes in order", async (context) => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  const keep = { size: 256 * mebi, age: 400 * 86_400_000 };
  const [sensors, minutes] = [1000, 1440];
  {
    using log = openLog(directory.path, { clock, keep });
    const most = await last({ directory: directory.path, log, clock, sensors, minutes });
    context.diagnostic(`${most} bytes, ${(most / (sensors * minutes)).toFixed(1)} a reading`);
    assert.ok(most <= 64 * mebi, `${most} bytes`);
    assert.equal(log.backlog().readings, sensors * minutes);
  }
  using log = openLog(directory.path, { clock, keep });
  let next = 1;
  const count = drain(log, (entry) => {
    // Each in its place, one in a hundred to the last digit.
    assert.equal(entry.position, next);
    if (next % 97 === 0) assert.deepEqual(entry, { ...produced(sensors, next), position: next });
    next += 1;
  });
  assert.equal(count, sensors * minutes);
  assert.deepEqual([log.backlog().readings, log.hasLosses()], [0, false]);

  const { path } = measure(7, sensors, 0);
  const begin = performance.now();
  const chart = downsample(log.history(path, startAt, clock.now()), startAt, clock.now(), 240);
  context.diagnostic(`${chart.length} points of a chart of the day in ${(performance.now() - begin).toFixed(0)} ms`);
  assert.equal(
    chart.reduce((sum, stretch) => sum + stretch.count, 0),
    minutes,
  );
});

/** The whole week of 1,000 properties with `OUTAGE_SENSORS=1000`, as `npm run soak` has it. */
const weekSensors = Number(process.env.OUTAGE_SENSORS ?? 100);

test("a week without a homeserver, over quota: the disk stays within it, and what was given up is told exactly", async (context) => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  // Not all of the week finds room.
  const keep = { size: Math.max(4 * mebi, weekSensors * 30_000), age: 400 * 86_400_000 };
  using log = openLog(directory.path, { clock, keep });
  const minutes = 7 * 1440;
  const most = await last({ directory: directory.path, log, clock, sensors: weekSensors, minutes });
  assert.ok(most <= keep.size * 1.05, `${most} bytes of ${keep.size}`);
  const kept = new Uint8Array(weekSensors * minutes + 1);
  const told = new Map<string, Loss>();
  for (let batch = log.losses(200); batch !== undefined; batch = log.losses(200)) {
    for (const loss of batch.losses) told.set(String(loss.path), loss);
    log.lossTold();
  }
  const count = drain(log, ({ position }) => {
    kept[position] = 1;
  });
  const lost = lossesBut(kept, weekSensors);
  context.diagnostic(`${most} bytes of ${keep.size}; ${count} of ${weekSensors * minutes} readings kept`);
  assert.ok(count > 50_000 && count < weekSensors * minutes, `${count} kept`);
  assert.deepEqual(sorted(told.values()), sorted(lost.values()));
  assert.equal(count + log.usage().dropped.quota, weekSensors * minutes);
});

/** What must have been told, of all positions that were not kept. */
function lossesBut(kept: Uint8Array, sensors: number): ReadonlyMap<string, Loss> {
  const lost = new Map<string, Loss>();
  for (let position = 1; position < kept.length; position++) {
    if (kept[position] === 1) continue;
    const { path, at } = produced(sensors, position);
    const { count = 0, fromAt = at, toAt = at } = lost.get(path) ?? {};
    const times = { fromAt: Math.min(fromAt, at), toAt: Math.max(toAt, at) };
    lost.set(path, { path, reason: "quota", count: count + 1, ...times });
  }
  return lost;
}

function sorted(losses: Iterable<Loss>): readonly Loss[] {
  return [...losses].toSorted((one, other) => (String(one.path) < String(other.path) ? -1 : 1));
}
