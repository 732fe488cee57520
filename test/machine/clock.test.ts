import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../src/machine/clock.ts";

test("a clock said to be trusted is, and auto answers without throwing", () => {
  assert.equal(systemClock("trusted").isTrusted(), true);
  const auto = systemClock("auto");
  assert.equal(typeof auto.isTrusted(), "boolean");
  assert.equal(auto.isTrusted(), auto.isTrusted());
});

test("a timer runs once after its time, one that was disposed never", async () => {
  const clock = systemClock("trusted");
  const begun = clock.monotonic();
  const ran: string[] = [];
  const cancelled = clock.after(1, () => ran.push("cancelled"));
  cancelled[Symbol.dispose]();
  const keepAlive = setInterval(() => {}, 1000);
  await new Promise<void>((done) => void clock.after(20, done));
  clearInterval(keepAlive);
  assert.ok(clock.monotonic() - begun >= 19);
  assert.deepEqual(ran, []);
});

test("a timer for longer than Node can wait does not run at once", async () => {
  const clock = systemClock("trusted");
  let ran = false;
  using _timer = clock.after(2 ** 31 + 5, () => {
    ran = true;
  });
  const keepAlive = setInterval(() => {}, 1000);
  await new Promise<void>((done) => void clock.after(20, done));
  clearInterval(keepAlive);
  assert.equal(ran, false);
});
