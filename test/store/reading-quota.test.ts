import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Loss } from "../../src/core/reading-loss.ts";
import type { NewLogEntry, ReadingLog } from "../../src/core/store-ports.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { someSealed } from "./some-events.ts";
import { fill, numberOf, openLog, someChange, someReading, startAt } from "./some-readings.ts";

const mebi = 2 ** 20;
const year = 365 * 86_400_000;
const keep = { size: 4 * mebi, age: 10 * year };

/** A number that no packing makes small. */
function noisy(number: number, name: string): NewLogEntry {
  const coefficient = (BigInt(number) ** 2n * 2_654_435_761n * 40_503n) % 2n ** 60n;
  return { ...someReading(number, name), value: { coefficient, scale: 1 } };
}

function bytesIn(directory: string): number {
  return readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
}

function deliver(log: ReadingLog, seq: number, through: number): void {
  log.keepSealed(someSealed(`t${seq}`), { epoch: 1, seq, through });
  log.delivered(`t${seq}`, `$${seq}`);
}

function allLosses(log: ReadingLog): readonly Loss[] {
  const found: Loss[] = [];
  for (let batch = log.losses(300); batch !== undefined; batch = log.losses(300)) {
    found.push(...batch.losses);
    log.lossTold();
  }
  return found;
}

test("an outage over quota keeps the disk within it and tells exactly what was given up, numbers before booleans", () => {
  using directory = temporaryDirectory();
  const dropping: number[] = [];
  using log = openLog(directory.path, { keep, onDropping: (lost) => dropping.push(lost) });
  const produced: NewLogEntry[] = [];
  let most = 0;
  for (let number = 1; number <= 450_000; number++) {
    const entry = number % 500 === 0 ? someChange(number) : noisy(number, `n${number % 40}`);
    produced.push(entry);
    log.append(entry);
    if (number % 10_000 === 0) most = Math.max(most, bytesIn(directory.path));
  }
  log.commit();
  assert.ok(most <= keep.size * 1.05, `${most} bytes`);
  assert.ok(most >= keep.size * 0.6, `${most} bytes: the quota is hardly used`);
  assert.ok(dropping.length >= 1);

  const kept = log.unsealed(produced.length);
  assert.equal(log.backlog().readings, kept.length);
  const isKept = new Set(kept.map(({ position }) => position));
  const lost = produced.filter((_, place) => !isKept.has(place + 1));
  assert.ok(lost.length > 50_000, `${lost.length} given up`);
  assert.ok(lost.every(({ type }) => type === "number"));
  assert.deepEqual(
    kept.slice(-1000).map(({ position }) => position),
    Array.from({ length: 1000 }, (_, place) => produced.length - 999 + place),
  );
  const expected = [...Map.groupBy(lost, ({ path }) => path)].map(([path, rows]) => {
    const times = rows.map(({ at }) => at);
    return { path, reason: "quota", count: rows.length, fromAt: Math.min(...times), toAt: Math.max(...times) };
  });
  assert.equal(log.usage().dropped.quota, lost.length);
  const byPath = (a: { path?: unknown }, b: { path?: unknown }) => (String(a.path) < String(b.path) ? -1 : 1);
  assert.deepEqual(allLosses(log).toSorted(byPath), expected.toSorted(byPath));
});

test("when there are only booleans left, the oldest of them go", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path, { keep });
  const word = (number: number): NewLogEntry => ({
    ...someChange(number, "note"),
    type: "string",
    value: `note ${number} ${"x".repeat(90)}`,
  });
  for (let number = 1; number <= 45_000; number++) log.append(word(number));
  log.commit();
  const kept = log.unsealed(50_000);
  const [loss] = allLosses(log);
  assert.equal(loss?.count, 45_000 - kept.length);
  assert.ok(loss.count > 10_000);
  assert.equal(kept[0]?.position, loss.count + 1);
  assert.deepEqual([loss.fromAt, loss.toAt], [word(1).at, word(loss.count).at]);
  assert.deepEqual(kept.at(-1)?.value, word(45_000).value);
});

test("what was delivered goes first, without a word", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path, { keep });
  let seq = 0;
  for (let number = 1; number <= 450_000; number++) {
    log.append(noisy(number, "n"));
    if (number % 5000 === 0) {
      log.commit();
      deliver(log, ++seq, number);
    }
  }
  assert.ok(bytesIn(directory.path) <= keep.size * 1.05);
  const { oldestAt, dropped } = log.usage();
  assert.ok((oldestAt ?? 0) > startAt + 50_000_000, "the oldest are gone");
  assert.deepEqual([log.losses(10), dropped.quota, log.backlog().readings], [undefined, 0, 0]);
  fill(log, 450_001, 450_010);
  assert.deepEqual(
    log.unsealed(20).map(({ position }) => position),
    Array.from({ length: 10 }, (_, place) => 450_001 + place),
  );
});

test("readings of the event on its way stay until it is known what became of it", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path, { keep });
  for (let number = 1; number <= 5000; number++) log.append(noisy(number, "n"));
  log.commit();
  log.keepSealed(someSealed("a"), { epoch: 1, seq: 1, through: 4500 });
  for (let number = 5001; number <= 450_000; number++) log.append(noisy(number, "n"));
  log.commit();
  const lost = log.usage().dropped.quota;
  assert.ok(lost > 50_000);
  assert.equal(log.backlog().readings, 450_000 - lost);
  assert.equal(log.rejected("a"), 4500);
  assert.equal(log.backlog().readings, 450_000 - lost - 4500);
  const counts = Map.groupBy(allLosses(log), ({ reason }) => reason);
  assert.equal(counts.get("rejected")?.[0]?.count, 4500);
  assert.equal(counts.get("quota")?.[0]?.count, lost);
});

test("what is too old goes, told as lost where it was not delivered, but not by a clock that nobody trusts", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  const options = { keep: { size: 64 * mebi, age: 30 * 86_400_000 }, clock };
  const dropping: number[] = [];
  {
    using log = openLog(directory.path, options);
    for (let number = 1; number <= 20_000; number++) log.append(someReading(number));
    log.commit();
    deliver(log, 1, 9000);
  }
  clock.jump(60 * 86_400_000);
  clock.setTrusted(false);
  {
    using log = openLog(directory.path, options);
    assert.equal(log.backlog().readings, 11_000);
  }
  clock.setTrusted(true);
  using log = openLog(directory.path, { ...options, onDropping: (lost) => dropping.push(lost) });
  const { readings } = log.backlog();
  assert.ok(readings < 4096 * 2, "all but what is not merged yet");
  const [loss] = allLosses(log);
  assert.deepEqual([loss?.reason, loss?.count], ["age", 11_000 - readings]);
  assert.deepEqual(log.unsealed(20_000).map(numberOf).length, readings);
});

test("what was measured while the clock stood in 1970 is not too old when it is set", () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  const options = { keep: { size: 64 * mebi, age: 30 * 86_400_000 }, clock };
  clock.setTrusted(false);
  {
    using log = openLog(directory.path, options);
    for (let number = 1; number <= 9_000; number++) log.append({ ...someReading(number), at: number * 1000 });
    log.commit();
  }
  clock.setTrusted(true);
  using log = openLog(directory.path, options);
  assert.equal(log.backlog().readings, 9_000);
  assert.deepEqual(allLosses(log), []);
});

test("a smaller quota is kept from the next start on", () => {
  using directory = temporaryDirectory();
  {
    using log = openLog(directory.path, { keep: { size: 64 * mebi, age: 10 * year } });
    for (let number = 1; number <= 600_000; number++) log.append(noisy(number, "n"));
    log.commit();
    deliver(log, 1, 600_000);
  }
  assert.ok(bytesIn(directory.path) > 6 * mebi);
  using log = openLog(directory.path, { keep });
  assert.ok(bytesIn(directory.path) <= keep.size * 1.05);
  assert.equal(log.backlog().readings, 0);
  fill(log, 600_001, 600_001);
  assert.equal(log.unsealed(1)[0]?.position, 600_001);
});
