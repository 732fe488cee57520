import assert from "node:assert/strict";
import { test } from "node:test";
import type { BootTimes } from "../../src/core/boot-times.ts";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { ReadingLog } from "../../src/core/store-ports.ts";
import { unsetTime } from "../../src/core/unset-time.ts";
import { someSealed } from "../store/some-events.ts";
import { fill, numberOf, someChange, someReading, startAt } from "../store/some-readings.ts";

/** A place where a reading log lies: opened again it holds what was committed before. */
export interface LogPlace extends Disposable {
  open(): ReadingLog & BootTimes & Disposable;
}

const temperature = affordancePath(asThingId("greenhouse"), "temperature");

/** What every reading log promises, whatever it is kept on. */
export function readingLogContract(name: string, makePlace: () => LogPlace): void {
  const check = (sentence: string, run: (place: LogPlace) => void) =>
    test(`${name}: ${sentence}`, () => {
      using place = makePlace();
      run(place);
    });

  check("positions count up from 1, over restarts too", (place) => {
    for (const from of [1, 4]) {
      using log = place.open();
      fill(log, from, from + 2);
    }
    using log = place.open();
    assert.deepEqual(
      log.unsealed(10).map((entry) => [entry.position, numberOf(entry)]),
      [1, 2, 3, 4, 5, 6].map((number) => [number, number]),
    );
    assert.deepEqual(log.unsealed(2).length, 2);
  });

  check("a sealed event stands until it was delivered, and its readings are not sealed again", (place) => {
    {
      using log = place.open();
      assert.deepEqual(
        [log.sealed(), log.lastSealed(), log.backlog()],
        [undefined, undefined, { readings: 0, oldestAt: undefined, deliveredThrough: 0 }],
      );
      fill(log, 1, 10);
      assert.deepEqual(log.backlog(), { readings: 10, oldestAt: someReading(1).at, deliveredThrough: 0 });
      log.keepSealed(someSealed("txn-1"), { epoch: 3, seq: 1, through: 6 });
      assert.throws(() => log.keepSealed(someSealed("txn-2"), { epoch: 3, seq: 2, through: 8 }));
    }
    {
      using log = place.open();
      assert.deepEqual(log.sealed(), { event: someSealed("txn-1"), range: { epoch: 3, seq: 1, through: 6 } });
      assert.deepEqual(log.lastSealed(), { epoch: 3, seq: 1 });
      assert.equal(log.backlog().readings, 10);
      assert.deepEqual(log.unsealed(2).map(numberOf), [7, 8]);
      assert.throws(() => log.delivered("txn-9", "$x"));
      log.delivered("txn-1", "$a");
      assert.equal(log.sealed(), undefined);
      assert.deepEqual(log.backlog(), { readings: 4, oldestAt: someReading(7).at, deliveredThrough: 6 });
      assert.throws(() => log.delivered("txn-1", "$a"), "only once");
    }
    using log = place.open();
    assert.deepEqual(log.lastSealed(), { epoch: 3, seq: 1 });
    assert.deepEqual([log.backlog().readings, log.losses(10)], [4, undefined]);
  });

  check("an event that is refused for good gives up its readings, says how many and tells them as lost", (place) => {
    using log = place.open();
    fill(log, 1, 10);
    log.keepSealed(someSealed("a"), { epoch: 1, seq: 1, through: 4 });
    log.delivered("a", "$a");
    log.keepSealed(someSealed("b"), { epoch: 1, seq: 2, through: 9 });
    assert.equal(log.rejected("b"), 5);
    assert.deepEqual(log.backlog(), { readings: 1, oldestAt: someReading(10).at, deliveredThrough: 9 });
    assert.deepEqual(log.unsealed(10).map(numberOf), [10]);
    const [fromAt, toAt] = [someReading(5).at, someReading(9).at];
    assert.deepEqual(log.losses(10), {
      seq: 1,
      losses: [{ path: temperature, reason: "rejected", count: 5, fromAt, toAt }],
    });
    assert.equal(log.usage().dropped.rejected, 5);
  });

  check("an event that is taken back gives its readings and its number back, over restarts too", (place) => {
    {
      using log = place.open();
      fill(log, 1, 10);
      log.keepSealed(someSealed("a"), { epoch: 1, seq: 1, through: 4 });
      assert.throws(() => log.unseal("b"));
      log.unseal("a");
      assert.deepEqual([log.sealed(), log.lastSealed(), log.backlog().readings], [undefined, undefined, 10]);
      log.keepSealed(someSealed("b"), { epoch: 1, seq: 1, through: 2 });
      log.delivered("b", "$b");
      log.keepSealed(someSealed("c"), { epoch: 1, seq: 2, through: 9 });
      log.unseal("c");
    }
    using log = place.open();
    assert.deepEqual([log.sealed(), log.lastSealed()], [undefined, { epoch: 1, seq: 1 }]);
    assert.deepEqual(log.unsealed(10).map(numberOf), [3, 4, 5, 6, 7, 8, 9, 10]);
    assert.deepEqual([log.backlog().readings, log.hasLosses()], [8, false]);
    assert.throws(() => log.unseal("c"), "only once");
  });

  check("what is told of losses stays the same until it was told, and later ones come after it", (place) => {
    const reject = (log: ReadingLog, number: number) => {
      log.append(someReading(number, number % 2 === 0 ? "even" : "odd"));
      log.commit();
      const [last] = log.unsealed(1);
      log.keepSealed(someSealed(`t${number}`), { epoch: 1, seq: number, through: last?.position ?? 0 });
      log.rejected(`t${number}`);
    };
    const told = (log: ReadingLog) =>
      log
        .losses(10)
        ?.losses.map(({ path, count }) => [path, count])
        .sort();
    {
      using log = place.open();
      assert.equal(log.hasLosses(), false);
      for (const number of [1, 2, 3]) reject(log, number);
      assert.equal(log.hasLosses(), true);
      assert.equal(log.losses(1)?.losses.length, 1);
      assert.equal(log.losses(10)?.losses.length, 1, "a batch that was begun does not grow");
      log.lossTold();
      assert.equal(log.losses(10)?.losses.length, 1);
      log.lossTold();
      for (const number of [4, 5, 6]) reject(log, number);
    }
    {
      using log = place.open();
      const expected = [
        ["greenhouse/even", 2],
        ["greenhouse/odd", 1],
      ];
      assert.deepEqual(told(log), expected);
      reject(log, 7);
      assert.deepEqual(told(log), expected);
      log.keepSealedLoss(someSealed("loss-3"));
    }
    using log = place.open();
    assert.equal(log.hasLosses(), true);
    assert.deepEqual(log.sealedLoss(), someSealed("loss-3"));
    assert.equal(log.losses(10)?.seq, 3);
    log.lossTold();
    assert.equal(log.sealedLoss(), undefined);
    assert.deepEqual([log.losses(10)?.seq, told(log)], [4, [["greenhouse/odd", 1]]]);
    log.lossTold();
    assert.deepEqual([log.losses(10), log.hasLosses()], [undefined, false]);
    assert.equal(log.usage().dropped.rejected, 7, "totals stay");
  });

  check("history tells one property between two times, delivered or not", (place) => {
    using log = place.open();
    for (let number = 1; number <= 300; number++) {
      log.append(someReading(number));
      log.append(someChange(number));
    }
    log.commit();
    log.keepSealed(someSealed("a"), { epoch: 1, seq: 1, through: 200 });
    log.delivered("a", "$a");
    const found = [...log.history(temperature, startAt + 50_000, startAt + 250_000)];
    assert.deepEqual(
      found.map(numberOf),
      Array.from({ length: 201 }, (_, place) => place + 50),
    );
    assert.deepEqual(found[0], { ...someReading(50), position: 99 });
    assert.deepEqual([...log.history(temperature, 0, startAt)], []);
    assert.deepEqual([...log.history(affordancePath(asThingId("nobody"), "knows"), 0, startAt * 2)], []);
    assert.equal(log.usage().oldestAt, someReading(1).at);
    assert.ok(log.weight(0, startAt * 2) >= 600, "of every property");
    assert.equal(log.weight(0, startAt), 0);
  });

  check("what was measured before UTC was known is told by the latest guess, then by the first who knows", (place) => {
    const told = (log: ReadingLog) => log.unsealed(9).map(({ at, time }) => [at, time]);
    {
      using log = place.open();
      // A system tells parts of a millisecond; a whole number is kept, also where it is the smaller one.
      const { slot, ...begun } = log.beginBoot("one", startAt + 0.25);
      assert.deepEqual(begun, { startedAt: startAt, isKnown: false });
      log.append({ ...someReading(1), at: unsetTime(slot, 1000) ?? assert.fail() });
      log.commit();
    }
    {
      using log = place.open();
      assert.equal(log.beginBoot("one", startAt - 5000).startedAt, startAt);
      assert.deepEqual(told(log), [[startAt + 1000, "guessed"]]);
      assert.equal(log.beginBoot("one", startAt + 5000).startedAt, startAt + 5000);
      assert.deepEqual([told(log), log.backlog().oldestAt], [[[startAt + 6000, "guessed"]], startAt + 6000]);
      log.knowBoot("one", startAt + 60_000);
      log.knowBoot("one", startAt + 90_000);
      log.knowBoot("other", 7);
    }
    using log = place.open();
    assert.deepEqual(log.beginBoot("one", startAt), { ...log.beginBoot("one", 0), startedAt: startAt + 60_000 });
    assert.deepEqual(told(log), [[startAt + 61_000, "repaired"]]);
  });
}
