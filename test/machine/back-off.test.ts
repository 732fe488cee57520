import assert from "node:assert/strict";
import { test } from "node:test";
import { backOff } from "../../src/machine/back-off.ts";

test("waits double from the first to the longest, a random half of each", () => {
  const waits = backOff(1000, 60_000);
  for (const most of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]) {
    const wait = waits.next();
    assert.ok(wait >= most / 2 && wait <= most, `${wait} of ${most}`);
  }
  waits.reset();
  assert.ok(waits.next() <= 1000);
});
