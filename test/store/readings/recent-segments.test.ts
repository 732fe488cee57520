import assert from "node:assert/strict";
import { test } from "node:test";
import type { PackedReading } from "../../../src/store/readings/packed-reading.ts";
import { recentSegments } from "../../../src/store/readings/recent-segments.ts";
import type { Segment } from "../../../src/store/readings/segment-rows.ts";

const segment = (first: number, changes: Partial<Segment> = {}): Segment => ({
  table: "segments",
  first,
  last: first + 99,
  count: 100,
  low: 100,
  fromAt: 1000,
  toAt: 2000,
  bytes: 700,
  dataSum: first,
  isSound: true,
  ...changes,
});

const readings = (first: number): readonly PackedReading[] => [
  { position: first, series: 1, at: 1000, quality: "ok", value: true },
];

test("what a row held is known, however far it has come to reach", () => {
  const recent = recentSegments();
  assert.equal(recent.get(segment(1)), undefined);
  recent.keep(segment(1), readings(1));
  assert.deepEqual(recent.get(segment(1)), readings(1));
  assert.deepEqual(recent.get(segment(1, { last: 300 })), readings(1));
});

test("a row that is written anew, or cannot be trusted, is to be read", () => {
  for (const change of [{ dataSum: 7 }, { bytes: 699 }, { count: 99 }, { toAt: 1999 }, { isSound: false }] as const) {
    const recent = recentSegments();
    recent.keep(segment(1), readings(1));
    assert.equal(recent.get(segment(1, change)), undefined, JSON.stringify(change));
  }
});

test("no more than two rows are held, none of small ones, and none that nobody needs any more", () => {
  const recent = recentSegments();
  const known = () => [1, 101, 201].filter((first) => recent.get(segment(first)) !== undefined);
  for (const first of [1, 101, 201]) recent.keep(segment(first), readings(first));
  recent.keep(segment(301, { table: "groups" }), readings(301));
  assert.deepEqual(known(), [101, 201]);
  assert.equal(recent.get(segment(301, { table: "groups" })), undefined);
  recent.forgetThrough(199);
  assert.deepEqual(known(), [101, 201]);
  recent.forgetThrough(200);
  assert.deepEqual(known(), [201]);
});
