import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { telemetrySchema } from "../../schemas/telemetry.ts";
import { compileCheck } from "../../src/checking/compile-check.ts";
import { decimalOf } from "../../src/core/decimal.ts";
import { decodeColumns } from "../../src/core/decode-columns.ts";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { decodeLatest } from "../../src/core/latest-rows.ts";
import type { LogEntry } from "../../src/core/store-ports.ts";
import { type BatchHead, type BatchRules, fillBatch } from "../../src/readings/fill-batch.ts";

const head: BatchHead = { epoch: 3, seq: 9, after: undefined, clock: "trusted" };
const largest = 46_000;
const everything: BatchRules = { largest, likely: 10_000, mayTell: () => true, latest: [], now: 1_767_225_600_000 };

function entry(position: number, change: Partial<LogEntry> = {}): LogEntry {
  const path = affordancePath(asThingId("box"), `p${position % 10}`);
  const at = 1_767_225_600_000 + position * 1000 + ((position * 7919) % 997);
  const value = { coefficient: BigInt(200 + (position % 50)), scale: 1 };
  return { position, path, type: "number", unit: "Cel", scale: 1, value, quality: "ok", at, ...change };
}

const entries = (count: number, change: Partial<LogEntry> = {}): LogEntry[] =>
  Array.from({ length: count }, (_, index) => entry(index + 1, change));

function bytes(content: object): number {
  return new TextEncoder().encode(JSON.stringify(content)).length;
}

test("few readings go together in one event", () => {
  const batch = fillBatch(entries(20), head, everything);
  assert.equal(batch.taken, 20);
  assert.equal(batch.through, 20);
  assert.deepEqual(
    { ...batch.content, columns: batch.content.columns.length },
    { v: 1, epoch: 3, seq: 9, clock: "trusted", columns: 10 },
  );
});

test("the content fits its schema", () => {
  const after = { epoch: 2, seq: 41 };
  assert.ok(compileCheck(telemetrySchema)(fillBatch(entries(50), { ...head, after }, everything).content).ok);
});

test("more than a thousand readings fit one event, and the rest waits", () => {
  const batch = fillBatch(entries(10_000), head, everything);
  assert.ok(batch.taken > 1000 && batch.taken < 10_000, `${batch.taken}`);
  assert.equal(batch.through, batch.taken);
  assert.ok(bytes(batch.content) <= largest);
  assert.ok(bytes(batch.content) > largest * 0.85);
});

test("an epoch's first event names the one before it", () => {
  const after = { epoch: 2, seq: 41 };
  assert.deepEqual(fillBatch(entries(1), { ...head, after }, everything).content.after, after);
});

test("what may not be told is covered but left out", () => {
  const secret = affordancePath(asThingId("box"), "p1");
  const batch = fillBatch(entries(20), head, { ...everything, mayTell: (path) => path !== secret });
  assert.equal(batch.through, 20);
  assert.ok(!JSON.stringify(batch.content).includes('"p1"'));
});

test("a batch of nothing is a mistake", () => {
  assert.throws(() => fillBatch([], head, everything), RangeError);
});

test("whatever the readings are, what is taken fits, is not empty, and decodes to the same", () => {
  const value = fc.oneof(
    fc.boolean(),
    fc.string({ unit: "binary", maxLength: 300 }).filter((text) => text.isWellFormed()),
    fc.bigInt(),
  );
  const row = fc.record({ value, at: fc.integer({ min: 0, max: 2 ** 41 }), name: fc.integer({ min: 0, max: 9 }) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 400, size: "max" }), (rows) => {
      const all = rows.map(({ value: given, at, name }, index): LogEntry => {
        const type = typeof given === "bigint" ? "integer" : typeof given === "boolean" ? "boolean" : "string";
        const path = affordancePath(asThingId("box"), `p${name}`);
        const decimal = typeof given === "bigint" ? decimalOf(given) : given;
        return entry(index + 1, { path, type, unit: undefined, scale: 0, value: decimal, at });
      });
      const batch = fillBatch(all, head, everything);
      assert.ok(batch.taken >= 1);
      assert.ok(bytes(batch.content) <= largest);
      const decoded = decodeColumns(batch.content);
      assert.ok(decoded.ok);
      assert.equal(decoded.readings.length, batch.taken);
    }),
    { numRuns: 40 },
  );
});

test("newest readings come along beside old ones, in a third of the event at most, those that matter most first", () => {
  const news = Array.from({ length: 1000 }, (_, index) =>
    entry(index, { path: affordancePath(asThingId("news"), `n${index}`) }),
  );
  const batch = fillBatch(entries(10_000), head, { ...everything, latest: news });
  assert.ok(compileCheck(telemetrySchema)(batch.content).ok);
  assert.equal(batch.bytes, bytes(batch.content));
  assert.ok(batch.bytes <= largest && batch.taken > 1000);
  const latest = decodeLatest(batch.content);
  const latestBytes = bytes(batch.content.latest ?? {});
  assert.ok(latestBytes <= largest / 3 && latestBytes > (largest / 3) * 0.8, `${latestBytes}`);
  assert.deepEqual(
    latest.map(({ thing, name, at, value }) => ({ path: `${thing}/${name}`, at, value })),
    news.slice(0, batch.latestTaken).map(({ path, at, value }) => ({ path, at, value })),
  );
  const decoded = decodeColumns(batch.content);
  assert.ok(decoded.ok && decoded.readings.every(({ thing }) => thing === "box"));
});

test("whatever is thought likely, the event is as full", () => {
  const all = entries(10_000);
  const sizes = [1, 100, 2000, 4000, 20_000].map((likely) => fillBatch(all, head, { ...everything, likely }).bytes);
  assert.ok(
    sizes.every((size) => size <= largest && size >= largest * 0.93),
    `${sizes}`,
  );
  assert.equal(fillBatch(entries(50), head, { ...everything, likely: 3 }).taken, 50);
});
