import assert from "node:assert/strict";
import { test } from "node:test";
import { versionMadeAt } from "../../src/core/clock-trust.ts";
import { trustClock } from "../../src/wiring/trust-clock.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

function scene(store = new MemoryControlStore(), mode: "auto" | "trusted" = "auto") {
  const clock = new HandClock();
  clock.jump(versionMadeAt + 1_000 - clock.now());
  const log = new LogLines();
  return { clock, store, lines: log.lines, trusted: trustClock({ clock, configuration: { clock: mode }, store, log }) };
}

test("a clock that is set back loses trust and says so once, and gets it back once it is right again", () => {
  const { clock, trusted, lines } = scene();
  assert.equal(trusted.isTrusted(), true);
  clock.jump(-60_000);
  assert.deepEqual([trusted.isTrusted(), trusted.isTrusted()], [false, false]);
  clock.jump(60_000);
  assert.equal(trusted.isTrusted(), true);
  assert.deepEqual(
    lines.map((line) => line.slice(0, 4)),
    ["info", "warn", "info"],
  );
});

test("the newest time is kept over a restart, each hour and at the end", async () => {
  const first = scene();
  await first.clock.advance(3_600_000);
  const second = scene(first.store);
  assert.equal(second.trusted.isTrusted(), false, "an hour before what was seen");
  await second.clock.advance(3_600_000);
  assert.equal(second.trusted.isTrusted(), true);
  await second.clock.advance(60_000);
  second.trusted[Symbol.dispose]();
  const third = scene(first.store);
  await third.clock.advance(3_600_000);
  assert.equal(third.trusted.isTrusted(), false);
});

test("a clock that the configuration calls trusted is, and leaves nothing behind", () => {
  const { clock, trusted } = scene(undefined, "trusted");
  clock.jump(-1_000_000_000_000);
  assert.equal(trusted.isTrusted(), true);
  assert.equal(clock.waiting, 0);
});
