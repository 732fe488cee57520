import assert from "node:assert/strict";
import { test } from "node:test";
import { formatSize, parseSize } from "../../src/core/size.ts";

test("sizes are read in steps of 1000 and of 1024", () => {
  assert.deepEqual(
    ["256MiB", "1.5GiB", "500MB", "64kB", "0.5KiB", "0MB"].map(parseSize),
    [268_435_456, 1_610_612_736, 500_000_000, 64_000, 512, 0],
  );
});

test("what is no size is none", () => {
  for (const text of ["", "256", "256 MiB", "-1MB", "1.25GB", "1mb", "12345678MB", "MiB", "1TB"]) {
    assert.equal(parseSize(text), undefined, text);
  }
});

test("sizes are shown in the largest unit that fits", () => {
  assert.deepEqual([0, 1023, 1024, 1_572_864, 268_435_456, 1_610_612_736].map(formatSize), [
    "0 bytes",
    "1023 bytes",
    "1 KiB",
    "1.5 MiB",
    "256 MiB",
    "1.5 GiB",
  ]);
});
