import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTimeOfDay, quietIn } from "../../src/core/quiet-hours.ts";

const hours = (from: string, to: string) => ({ from: parseTimeOfDay(from) ?? 0, to: parseTimeOfDay(to) ?? 0 });
const at = (time: string): number => Date.parse(time);

test("quiet hours go over midnight, as the clocks of the time zone show it", () => {
  const isQuiet = quietIn("Europe/Berlin", hours("22:00", "07:00"));
  const winter: readonly (readonly [string, boolean])[] = [
    ["2026-01-01T20:59:59Z", false],
    ["2026-01-01T21:00:00Z", true],
    ["2026-01-01T23:30:00Z", true],
    ["2026-01-02T05:59:59Z", true],
    ["2026-01-02T06:00:00Z", false],
  ];
  for (const [time, quiet] of winter) assert.equal(isQuiet(at(time)), quiet, time);
  assert.equal(isQuiet(at("2026-07-01T20:00:00Z")), true, "in summer an hour earlier by UTC");
  assert.equal(isQuiet(at("2026-07-01T05:00:00Z")), false);
});

test("the night in which clocks are set is as long as the clocks say", () => {
  const isQuiet = quietIn("Europe/Berlin", hours("02:15", "02:45"));
  const quietMinutes = (day: string): number => {
    const start = at(`${day}T00:00:00Z`) - 7_200_000;
    return Array.from({ length: 1_560 }, (_, minute) => isQuiet(start + minute * 60_000)).filter(Boolean).length;
  };
  assert.equal(quietMinutes("2026-03-28"), 30);
  assert.equal(quietMinutes("2026-03-29"), 0, "there is no such half-hour");
  assert.equal(quietMinutes("2026-10-25"), 60, "there are two");
});

test("without quiet hours it is never quiet; within a day they need no midnight", () => {
  assert.equal(quietIn("UTC", undefined)(0), false);
  const isQuiet = quietIn("UTC", hours("13:00", "14:00"));
  assert.deepEqual(
    ["T12:59:59Z", "T13:00:00Z", "T13:59:59Z", "T14:00:00Z"].map((time) => isQuiet(at(`2026-01-01${time}`))),
    [false, true, true, false],
  );
});

test("a time of the day has two digits each", () => {
  assert.deepEqual(["00:00", "23:59", "7:00", "24:00", "12:60", "12:5", " 12:50"].map(parseTimeOfDay), [
    0,
    1439,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
