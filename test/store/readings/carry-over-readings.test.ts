import assert from "node:assert/strict";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { AgentFault } from "../../../src/core/agent-fault.ts";
import { qualities } from "../../../src/core/quality.ts";
import type { LogEntry, NewLogEntry } from "../../../src/core/store-ports.ts";
import { isDecimal, type Value } from "../../../src/core/value.ts";
import { readingSchema } from "../../../src/store/reading-schema.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";
import { someSealed } from "../some-events.ts";
import { openLog, someChange, someReading } from "../some-readings.ts";

const delivered = 5000;
const sealed = 5700;
const recorded = 13_000;

/** A reading of every form that there was. */
function oldReading(number: number): NewLogEntry {
  const reading = { ...someReading(number, `n${number % 9}`), quality: qualities[number % qualities.length] ?? "ok" };
  switch (number % 10) {
    case 0:
      return { ...someChange(number), value: number % 20 === 0 };
    case 1:
      return { ...someChange(number, "mode"), type: "string", value: `12e-${number % 3}` };
    case 2:
      return { ...reading, value: { coefficient: 2n ** 63n + BigInt(number), scale: 1 } };
    case 3:
      return { ...reading, value: { coefficient: BigInt(-number), scale: 3 } };
    case 4:
      return { ...reading, value: undefined };
    case 5:
      return {
        ...reading,
        path: someReading(1, "whole").path,
        type: "integer",
        unit: undefined,
        scale: 0,
        value: whole(number),
      };
    default:
      return reading;
  }
}

function whole(number: number): Value {
  return { coefficient: 2n ** 53n + BigInt(number), scale: 0 };
}

/** How version 1 wrote a value: a number that fits at the series' scale as integer, others as text. */
function oldCell(value: Value | undefined, scale: number): bigint | string | null {
  if (value === undefined) return null;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (!isDecimal(value)) return value;
  const { coefficient } = value;
  const fits = value.scale === scale && BigInt.asIntN(64, coefficient) === coefficient;
  return fits ? coefficient : `${coefficient}e-${value.scale}`;
}

/** readings.db as version 1 left it. */
function layOldFile(directory: string): void {
  const file = join(directory, "readings.db");
  const database = new DatabaseSync(file);
  const [first] = readingSchema;
  assert.ok(typeof first === "string");
  database.exec("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; BEGIN");
  database.exec(first);
  const addSeries = database.prepare("INSERT INTO series (path, type, unit, scale) VALUES (?, ?, ?, ?) RETURNING id");
  const add = database.prepare("INSERT INTO readings (position, series, at, quality, value) VALUES (?, ?, ?, ?, ?)");
  const ids = new Map<string, number>();
  for (let position = 1; position <= recorded; position++) {
    const { path, type, unit, scale, at, quality, value } = oldReading(position);
    const key = JSON.stringify([path, type, unit, scale]);
    const id = ids.get(key) ?? Number(addSeries.get(path, type, unit ?? null, scale)?.id);
    ids.set(key, id);
    add.run(position, id, at, qualities.indexOf(quality), oldCell(value, scale));
  }
  database.prepare("UPDATE cursor SET delivered_through = ?, epoch = 7, seq = 2").run(delivered);
  database
    .prepare("INSERT INTO sealed (only, txn, event, epoch, seq, through) VALUES (0, ?, ?, 7, 2, ?)")
    .run("a", JSON.stringify(someSealed("a")), sealed);
  database.prepare("INSERT INTO sent (through, epoch, seq, event_id) VALUES (?, 7, 1, '$1')").run(delivered);
  database.exec("PRAGMA user_version = 1; COMMIT");
  database.close();
  chmodSync(file, 0o600);
}

const asRecorded = ({ position }: LogEntry): LogEntry => ({ ...oldReading(position), position });

test("a file of version 1 is carried over whole: every reading, the cursor, and the event on its way", () => {
  using directory = temporaryDirectory();
  layOldFile(directory.path);
  for (const _ of ["carried over", "opened again"]) {
    using log = openLog(directory.path);
    const waiting = log.unsealed(recorded);
    assert.equal(waiting.length, recorded - sealed);
    for (const entry of waiting) assert.deepEqual(entry, asRecorded(entry));
    assert.deepEqual(log.sealed(), { event: someSealed("a"), range: { epoch: 7, seq: 2, through: sealed } });
    assert.deepEqual([log.backlog().readings, log.lastSealed()], [recorded - delivered, { epoch: 7, seq: 2 }]);
    const history = [...log.history(someReading(1, "whole").path, 0, Number.MAX_SAFE_INTEGER)];
    assert.equal(history.length, recorded / 10);
    for (const entry of history) assert.deepEqual(entry, asRecorded(entry));
    assert.equal(log.hasLosses(), false);
  }
  {
    using log = openLog(directory.path);
    log.delivered("a", "$a");
    log.append(oldReading(recorded + 1));
    log.commit();
    assert.equal(log.unsealed(recorded).at(-1)?.position, recorded + 1);
  }
});

test("a file of a newer version is refused in words and left as it is", () => {
  using directory = temporaryDirectory();
  mkdirSync(join(directory.path, "state"));
  const file = join(directory.path, "readings.db");
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE later (a INTEGER) STRICT; PRAGMA user_version = 57");
  database.close();
  assert.throws(
    () => openLog(directory.path),
    (error) => error instanceof AgentFault && error.code === "store-newer" && /schema version 57/.test(error.message),
  );
  using left = new DatabaseSync(file);
  assert.equal(left.prepare("PRAGMA user_version").get()?.user_version, 57);
});
