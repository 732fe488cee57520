import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { Receipt } from "../../src/core/receipt.ts";
import type { NewLogEntry } from "../../src/core/store-ports.ts";
import { openReadingStore } from "../../src/store/readings/reading-store.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { numberOf, openLog, someChange, someReading } from "./some-readings.ts";

const note = new Uint8Array([0, 7, 255, 1]);

function receiptOf(source: string, settled: string[] = []): Receipt {
  return { source, note: () => note, settle: () => settled.push(source) };
}

/** As kill -9 leaves it: what is in its files now. */
function killed(directory: string, name: string): string {
  const copy = join(directory, name);
  mkdirSync(copy);
  for (const file of ["readings.db", "readings.db-wal"]) copyFileSync(join(directory, file), join(copy, file));
  return copy;
}

const withheld: readonly NewLogEntry[] = [
  someReading(5),
  someChange(6),
  { ...someChange(7, "mode"), type: "string", value: "eco" },
  { ...someReading(8, "broken"), value: undefined, quality: "fault" },
];

test("a reading and what is noted of its source come to the disk together", () => {
  using directory = temporaryDirectory();
  const settled: string[] = [];
  using log = openLog(directory.path);
  log.append(someReading(1), receiptOf("broker", settled));
  const before = killed(directory.path, "before");
  log.commit();
  assert.deepEqual(settled, ["broker"]);
  const after = killed(directory.path, "after");
  using early = openLog(before);
  assert.deepEqual([early.unsealed(9).length, early.remembered("broker")], [0, undefined]);
  using late = openLog(after);
  assert.deepEqual(late.unsealed(9).map(numberOf), [1]);
  assert.deepEqual(new Uint8Array(late.remembered("broker") ?? []), note);
  assert.equal(late.remembered("another"), undefined);
});

test("what was withheld and acknowledged is recorded at the next start, once, of every type", () => {
  using directory = temporaryDirectory();
  using log = openLog(directory.path);
  log.append(someReading(1));
  for (const entry of withheld) log.withhold(entry.path, entry, receiptOf("broker"));
  log.commit();
  const copy = killed(directory.path, "copy");
  {
    using next = openLog(copy);
    const recorded = next.unsealed(9).map(({ position: _, ...entry }) => entry);
    assert.deepEqual(recorded, [someReading(1), ...withheld]);
  }
  using third = openLog(copy);
  assert.equal(third.unsealed(9).length, 5);
});

test("what was withheld and is altered on the disk is told as lost, and an altered note is none", () => {
  using directory = temporaryDirectory();
  {
    using log = openLog(directory.path);
    log.append(someReading(1), receiptOf("broker"));
    for (const entry of withheld) log.withhold(entry.path, entry, receiptOf("broker"));
    log.commit();
  }
  {
    using database = new DatabaseSync(join(directory.path, "readings.db"));
    database.exec("UPDATE withheld SET entry = replace(entry, '\"eco\"', '\"ecu\"')");
    database.exec("UPDATE source_notes SET note = 'AAAA'");
  }
  const said: number[] = [];
  using log = openLog(directory.path, { onDamage: (_detail, lost) => said.push(lost) });
  assert.deepEqual(said, [1]);
  assert.equal(log.unsealed(9).length, 4);
  assert.equal(log.usage().dropped.corrupt, 1);
  assert.equal(log.remembered("broker"), undefined);
});

test("both are taken over from a file that is put aside", () => {
  using directory = temporaryDirectory();
  const damaged = join(directory.path, "damaged");
  {
    using log = openLog(damaged);
    log.append(someReading(1), receiptOf("broker"));
    for (const entry of withheld) log.withhold(entry.path, entry, receiptOf("broker"));
    log.commit();
  }
  const options = { keep: { size: 2 ** 20, age: 86_400_000_000 }, clock: new HandClock(), onDamage: () => undefined };
  using store = openReadingStore(join(directory.path, "new"), options, join(damaged, "readings.db"));
  assert.equal(store.unsealed(9).length, 5);
  assert.deepEqual(new Uint8Array(store.remembered("broker") ?? []), note);
});
