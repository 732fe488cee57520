import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeReadings } from "./judge-readings.ts";
import type { ReceivedTelemetry } from "./telemetry-consumer.ts";

const published = [1, 2, 3, 4].map((value) => ({ series: "box/a", value, at: 1000 * value }));

function event(epoch: number, seq: number, values: readonly number[], after?: ReceivedTelemetry["after"]) {
  const readings = values.map((value) => ({ series: "box/a", value, at: 1000 * value + 5 }));
  return { epoch, seq, after, readings };
}

test("all that was published, once and in order, over two lives", () => {
  const received = [event(1, 1, [1]), event(1, 2, [2, 3]), event(3, 1, [4], { epoch: 1, seq: 2 })];
  assert.deepEqual(judgeReadings(published, received), []);
});

test("what is lost, twice, out of order or early is found", () => {
  const found = (values: readonly number[]) => judgeReadings(published, [event(1, 1, values)]);
  assert.deepEqual(found([1, 2, 4]), ["box/a: 1 lost: 3"]);
  assert.deepEqual(found([1, 2, 3, 4, 4]), ["box/a: twice: 4 (1/1)"]);
  assert.deepEqual(found([1, 3, 2, 4]), ["box/a: out of order: 2"]);
  const early = { epoch: 1, seq: 1, after: undefined, readings: [{ series: "box/a", value: 1, at: 999 }] };
  assert.deepEqual(judgeReadings(published.slice(0, 1), [early]), ["box/a: measured before it was said: 1"]);
});

test("an event that comes twice or is missing is found by its number, also the last one of a life", () => {
  const [first, second, other] = [event(1, 1, [1, 2]), event(1, 2, [3]), event(2, 1, [4], { epoch: 1, seq: 2 })];
  assert.equal(judgeReadings(published, [first, second, second, other]).length, 2);
  assert.deepEqual(judgeReadings(published, [first, other]), [
    'event 2/1 after {"epoch":1,"seq":2} is not {"epoch":2,"seq":1,"after":{"epoch":1,"seq":1}}',
    "box/a: 1 lost: 3",
  ]);
});
