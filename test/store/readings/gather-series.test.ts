import assert from "node:assert/strict";
import { test } from "node:test";
import { affordancePath, asThingId } from "../../../src/core/ids.ts";
import type { LogEntry, NewLogEntry, ReadingLog } from "../../../src/core/store-ports.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";
import { someSealed } from "../some-events.ts";
import { openLog, startAt } from "../some-readings.ts";

const sensors = 200;

function measure(number: number): NewLogEntry {
  const path = affordancePath(asThingId("thing"), `n${number % sensors}`);
  const value = { coefficient: BigInt(number), scale: 1 };
  return { path, type: "number", unit: "Cel", scale: 1, value, quality: "ok", at: startAt + number * 100 };
}

function record(log: ReadingLog, from: number, to: number): void {
  for (let number = from; number < to; number++) {
    log.append(measure(number));
    if (number % 100 === 99) log.commit();
  }
  log.commit();
}

/** Sends what waits, gathered before each event, until so few are left; returns it as it came. */
function drain(log: ReadingLog, seq: number, left = 0, perEvent = 3000): readonly LogEntry[] {
  const came: LogEntry[] = [];
  for (let next = seq; log.backlog().readings > left; next++) {
    log.gather();
    const entries = log.unsealed(perEvent);
    log.keepSealed(someSealed(`t${next}`), { epoch: 1, seq: next, through: entries.at(-1)?.position ?? 0 });
    log.delivered(`t${next}`, `$${next}`);
    came.push(...entries);
  }
  return came;
}

function numbersOf(entries: readonly LogEntry[]): ReadonlyMap<string, readonly number[]> {
  const numbers = entries.map(
    ({ path, value }) => [path, Number((value as { coefficient: bigint }).coefficient)] as const,
  );
  return new Map(
    [...Map.groupBy(numbers, ([path]) => path)].map(([path, of]) => [path, of.map(([, number]) => number)]),
  );
}

function checkAll(came: readonly LogEntry[], count: number): void {
  assert.equal(came.length, count);
  for (const [path, numbers] of numbersOf(came)) {
    const first = Number(path.split("/n")[1]);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => first + index * sensors),
      path,
    );
  }
}

test("gathered, an event holds few properties with many readings each; none is missing, and each comes in its order", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path);
  record(log, 0, 60_000);
  log.gather();
  const [first] = [log.unsealed(3000)];
  assert.ok(numbersOf(first).size < 20, `${numbersOf(first).size} properties in an event`);
  assert.deepEqual(log.backlog().readings, 60_000);
  const came = drain(log, 1);
  checkAll(came, 60_000);
  assert.deepEqual(
    came.map(({ position }) => position),
    came.map((_, index) => index + 1),
  );
});

test("what was recorded meanwhile follows, also after a restart in the middle of what was gathered", () => {
  using directory = temporaryDirectory();
  const came: LogEntry[] = [];
  {
    using log = openLog(directory.path);
    record(log, 0, 30_000);
    came.push(...drain(log, 1, 10_000));
    record(log, 30_000, 50_000);
  }
  using log = openLog(directory.path);
  came.push(...drain(log, 100));
  checkAll(came, 50_000);
  assert.equal(log.hasLosses(), false);
});

test("history of a property is the same before and after", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path);
  record(log, 0, 20_000);
  const history = () =>
    [...log.history(measure(7).path, startAt, startAt + 10_000_000)].map(({ at, value }) => ({ at, value }));
  const before = history();
  log.gather();
  assert.equal(before.length, 100);
  assert.deepEqual(history(), before);
});

test("what was given up for room stays out, and what was not is not lost on the way", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path, { keep: { size: 2 * 2 ** 20, age: 400 * 86_400_000 } });
  record(log, 0, 300_000);
  const dropped = log.usage().dropped.quota;
  assert.ok(dropped > 0);
  const came = drain(log, 1);
  assert.equal(came.length + dropped, 300_000);
});

test("few properties with many readings are left as they lie", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path);
  const path = affordancePath(asThingId("thing"), "one");
  for (let number = 0; number < 20_000; number++) log.append({ ...measure(number), path });
  log.commit();
  const before = log.unsealed(20_000);
  log.gather();
  assert.deepEqual(log.unsealed(20_000), before);
});
