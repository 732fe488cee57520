import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import { test } from "node:test";
import { bootClock } from "../../src/machine/boot-clock.ts";

test("tells the time since the machine started, and never goes back", () => {
  const boot = bootClock({});
  const [first, shown] = [boot.sinceBoot(), uptime() * 1000];
  assert.ok(Math.abs(first - shown) < 1_000, `${first} ${shown}`);
  let before = first;
  for (let time = 0; time < 10_000; time++) {
    const now = boot.sinceBoot();
    assert.ok(now >= before);
    before = now;
  }
});

test("a boot is the same for every run in it: the unit's word, else the kernel's", () => {
  assert.equal(bootClock({ ROOMWIRE_BOOT_ID: "b" }).id, "b");
  assert.equal(bootClock({}).id, readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
});
