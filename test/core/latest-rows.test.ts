import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { decodeLatest, encodeLatest } from "../../src/core/latest-rows.ts";
import type { Quality } from "../../src/core/quality.ts";
import type { NewLogEntry } from "../../src/core/store-ports.ts";

const at = 1_767_225_600_000;

function entry(name: string, change: Partial<NewLogEntry>): NewLogEntry {
  const path = affordancePath(asThingId("box"), name);
  return { path, type: "number", unit: "Cel", scale: 1, value: undefined, quality: "ok", at, ...change };
}

test("numbers, booleans, words and holes come back as they were", () => {
  const entries = [
    entry("warmth", { value: { coefficient: -215n, scale: 1 }, at: at - 1234 }),
    entry("energy", { value: { coefficient: 12345678901234567890n, scale: 3 }, scale: 3 }),
    entry("door", { value: true, type: "boolean", scale: 0 }),
    entry("mode", { value: "heat", type: "string", scale: 0 }),
    entry("damp", { quality: "unavailable" as Quality }),
  ];
  const latest = JSON.parse(JSON.stringify(encodeLatest(entries, at)));
  assert.deepEqual(latest.rows[0], ["box/warmth", -1234, 0, -215, 1]);
  assert.deepEqual(
    decodeLatest({ latest }).map(({ name, at: when, quality, value }) => ({ name, when, quality, value })),
    entries.map(({ path, at: when, quality, value }) => ({ name: path.split("/")[1], when, quality, value })),
  );
});

test("whatever stands there, reading it does not fail", () => {
  fc.assert(
    fc.property(fc.anything(), fc.array(fc.array(fc.anything())), (any, rows) => {
      decodeLatest(any);
      decodeLatest({ latest: any });
      assert.deepEqual(decodeLatest({ latest: { at: "soon", rows } }), []);
      decodeLatest({ latest: { at, rows } });
    }),
  );
  for (const row of [
    ["box", 0, 0],
    ["box/a/b", 0, 0],
    ["box/a", 0, 9],
    ["box/a", 0.5, 0],
    ["box/a", 0, 0, 1, 65],
  ]) {
    assert.deepEqual(decodeLatest({ latest: { at, rows: [row] } }), [], JSON.stringify(row));
  }
});
