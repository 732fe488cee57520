import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { versionMadeAt } from "../../src/core/clock-trust.ts";
import { unsetTime } from "../../src/core/unset-time.ts";
import { readingSchema } from "../../src/store/reading-schema.ts";
import { bootRows } from "../../src/store/readings/boot-rows.ts";
import { wrapDatabase } from "../../src/store/wrap-database.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { someSealed } from "./some-events.ts";
import { fill, numberOf, openLog, someReading, startAt } from "./some-readings.ts";

const minute = 60_000;
const receipt = { source: "s", note: () => new Uint8Array(), settle: () => undefined };

/** The n-th reading, a second after the one before since a boot whose time nobody knows. */
function unset(slot: number, number: number) {
  return { ...someReading(number), at: unsetTime(slot, number * 1000) ?? assert.fail() };
}

test("what was measured before the clock was set is told with a guess, and with its time once that is known", () => {
  using directory = temporaryDirectory();
  {
    using log = openLog(directory.path);
    const { slot, startedAt, isKnown } = log.beginBoot("first", 5000);
    assert.deepEqual([startedAt, isKnown], [5000, false]);
    for (let number = 1; number <= 3; number++) log.append(unset(slot, number));
    log.commit();
    assert.deepEqual(
      log.unsealed(9).map(({ at, time }) => [at, time]),
      [
        [6000, "guessed"],
        [7000, "guessed"],
        [8000, "guessed"],
      ],
    );
    assert.equal(log.backlog().oldestAt, 6000);
    log.knowBoot("first", startAt);
    log.append(someReading(4));
    log.commit();
    assert.equal(log.backlog().oldestAt, startAt + 1000);
  }
  using log = openLog(directory.path);
  assert.deepEqual(
    log.unsealed(9).map((entry) => [numberOf(entry), entry.at - startAt, entry.time]),
    [
      [1, 1000, "repaired"],
      [2, 2000, "repaired"],
      [3, 3000, "repaired"],
      [4, 4000, undefined],
    ],
  );
  const path = someReading(1).path;
  assert.deepEqual([...log.history(path, startAt + 2000, startAt + 4000)].map(numberOf), [2, 3, 4]);
  assert.equal(log.usage().oldestAt, startAt + 1000);
});

test("each boot has its own time; what an earlier run knew of this one holds; one that was never known stays a guess", () => {
  using directory = temporaryDirectory();
  {
    using log = openLog(directory.path);
    const lost = log.beginBoot("lost", 1000);
    log.append(unset(lost.slot, 1));
    const found = log.beginBoot("found", 2000);
    log.append(unset(found.slot, 2));
    log.knowBoot("found", startAt);
    log.knowBoot("another", 7);
  }
  using log = openLog(directory.path);
  assert.deepEqual(log.beginBoot("found", 9), { ...log.beginBoot("found", 8), startedAt: startAt, isKnown: true });
  log.append(unset(log.beginBoot("found", 9).slot, 3));
  log.commit();
  assert.deepEqual(
    log.unsealed(9).map(({ at, time }) => [at, time]),
    [
      [2000, "guessed"],
      [startAt + 2000, "repaired"],
      [startAt + 3000, "repaired"],
    ],
  );
});

test("times are repaired in merged and gathered readings alike, in the order of recording, none lost", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path);
  const { slot } = log.beginBoot("first", 0);
  const names = Array.from({ length: 200 }, (_, at) => `n${at}`);
  for (let number = 1; number <= 60; number++) {
    for (const name of names) log.append({ ...unset(slot, number), path: `box/${name}` as never });
    log.commit();
  }
  log.gather();
  log.knowBoot("first", startAt);
  const entries = log.unsealed(20_000);
  assert.equal(entries.length, 12_000);
  const bySeries = Map.groupBy(entries, ({ path }) => path);
  for (const of of bySeries.values()) {
    assert.deepEqual(
      of.map(({ at }) => (at - startAt) / 1000),
      Array.from({ length: 60 }, (_, at) => at + 1),
    );
  }
});

test("what was withheld when the machine went off is repaired by its own boot", () => {
  using directory = temporaryDirectory();
  {
    using log = openLog(directory.path);
    const entry = unset(log.beginBoot("first", 0).slot, 1);
    log.withhold(entry.path, entry, receipt);
    log.commit();
    log.knowBoot("first", startAt);
  }
  using log = openLog(directory.path);
  log.beginBoot("second", 99);
  assert.deepEqual(
    log.unsealed(9).map(({ at, time }) => [at, time]),
    [[startAt + 1000, "repaired"]],
  );
});

test("age counts by the repaired time, and not while it is a guess; what is lost is told with it", () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  clock.jump(30 * 24 * 60 * minute);
  const options = { keep: { size: 64 * 2 ** 20, age: 60 * minute }, clock };
  {
    using log = openLog(directory.path, options);
    const { slot } = log.beginBoot("first", 0);
    for (let number = 1; number <= 9000; number++) log.append(unset(slot, number));
    log.commit();
  }
  {
    using log = openLog(directory.path, options);
    assert.equal(log.backlog().readings, 9000);
    log.knowBoot("first", clock.now() - 20 * 60 * minute);
  }
  using log = openLog(directory.path, options);
  const { readings } = log.backlog();
  assert.ok(readings < 4096 * 2 && readings > 0);
  const [loss] = log.losses(9)?.losses ?? [];
  assert.deepEqual([loss?.reason, loss?.count], ["age", 9000 - readings]);
  assert.equal(loss?.fromAt, clock.now() - 20 * 60 * minute + 1000);
  assert.equal(loss?.toAt, clock.now() - 20 * 60 * minute + (9000 - readings) * 1000);
});

test("a file from before boots were noted is taken with all that is in it, and notes them from then on", () => {
  using directory = temporaryDirectory();
  const numbers = Array.from({ length: 5000 }, (_, at) => at + 1);
  {
    using log = openLog(directory.path);
    fill(log, 1, 5000);
    log.keepSealed(someSealed("a"), { epoch: 7, seq: 2, through: 100 });
  }
  {
    using database = new DatabaseSync(join(directory.path, "readings.db"));
    assert.match(String(readingSchema.at(-1)), /CREATE TABLE boots/);
    const mark = Number(database.prepare("PRAGMA application_id").get()?.application_id);
    const before = `PRAGMA user_version = ${readingSchema.length - 1}; PRAGMA application_id = ${mark - 1}`;
    database.exec(`DROP TABLE boots; ${before}`);
  }
  using log = openLog(directory.path);
  const path = someReading(1).path;
  assert.deepEqual([...log.history(path, 0, startAt * 2)].map(numberOf), numbers);
  assert.deepEqual(log.unsealed(9000).map(numberOf), numbers.slice(100));
  assert.deepEqual(log.sealed()?.event, someSealed("a"));
  log.append(unset(log.beginBoot("first", startAt).slot, 1));
  log.commit();
  assert.deepEqual(log.unsealed(9000).at(-1)?.time, "guessed");
});

test("a disk that takes no note of a boot costs no reading its mark", () => {
  using file = new DatabaseSync(":memory:");
  using database = wrapDatabase(file, "readings.db");
  file.exec(String(readingSchema.at(-1)));
  const boots = bootRows(database);
  file.exec("PRAGMA query_only = 1");
  const { slot } = boots.beginBoot("first", startAt);
  const at = unsetTime(slot, 1000) ?? assert.fail();
  assert.deepEqual(boots.told(at), { at: startAt + 1000, time: "guessed" });
  assert.throws(() => boots.knowBoot("first", startAt + 5000));
  file.exec("PRAGMA query_only = 0");
  assert.deepEqual(bootRows(database).told(at), { at: versionMadeAt + 1000, time: "guessed" });
  boots.knowBoot("first", startAt + 5000);
  for (const rows of [boots, bootRows(database)]) {
    assert.deepEqual(rows.told(at), { at: startAt + 6000, time: "repaired" });
  }
});
