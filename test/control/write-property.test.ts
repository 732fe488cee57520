import assert from "node:assert/strict";
import { test } from "node:test";
import { writeProperty } from "../../src/control/write-property.ts";
import { parseDecimal } from "../../src/core/decimal.ts";
import type { Property } from "../../src/core/property.ts";
import type { Value } from "../../src/core/value.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { guardBench, readable, someOutput } from "../fakes/guard-bench.ts";

const tolerance = parseDecimal("0.1");
const blind = someOutput("lamp");
const seen = someOutput("heater", { from: readable, readBack: { within: 8_000, tolerance: undefined } });
const setpoint = someOutput("setpoint", {
  type: "number",
  safe: null,
  from: readable,
  readBack: { within: 8_000, tolerance },
});

function scene(property: Property) {
  const bench = guardBench([property]);
  const stop = new AbortController();
  const write = (value: Value, lease?: number) => {
    const wish = { property, value, lease: lease === undefined ? undefined : ({ ms: lease, cause: "lease" } as const) };
    return writeProperty(wish, stop.signal, bench.parts);
  };
  const read = (value: Value | undefined, quality?: Parameters<typeof bench.read>[2]) =>
    bench.read(property, value, quality);
  return { ...bench, output: bench.fake(property), stop, write, read };
}

test("an acknowledged write that nothing reads back is done by the driver's word", async () => {
  const { write, output } = scene(blind);
  assert.deepEqual(await write(true), { status: "done", output: true, confirmed: "driver" });
  assert.deepEqual(output.written, [true]);
});

test("a write is done when the property itself shows it", async () => {
  const { clock, write, read } = scene(seen);
  const outcome = write(true);
  await clock.advance(0);
  read(false);
  read(true, "stale");
  await clock.advance(7_000);
  read(true);
  assert.deepEqual(await outcome, { status: "done", output: true, confirmed: "property" });
  assert.equal(clock.waiting, 0);
});

test("a write that is not read back in time is unknown", async () => {
  const { clock, write } = scene(seen);
  const outcome = write(true);
  await clock.advance(8_000);
  assert.deepEqual(await outcome, {
    status: "unknown",
    code: "unconfirmed",
    detail: "The value was not read back within 8 s.",
  });
});

test("without read_back an input that stays silent does not take back the driver's word", async () => {
  const { clock, write } = scene({ ...seen, readBack: undefined });
  const outcome = write(true);
  await clock.advance(5_000);
  assert.deepEqual(await outcome, { status: "done", output: true, confirmed: "driver" });
});

test("a number is confirmed within the tolerance", async () => {
  const { clock, write, read } = scene(setpoint);
  const [wanted, near, far] = ["21.0", "21.1", "21.2"].map((text) => parseDecimal(text) ?? false);
  const outcome = write(wanted ?? false);
  await clock.advance(0);
  read(far);
  read(near);
  assert.deepEqual(await outcome, { status: "done", output: near, confirmed: "property" });
});

for (const code of ["driver-failed", "connection-down"] as const) {
  test(`a refusal of the hardware is failed: ${code}`, async () => {
    const { write, output } = scene(blind);
    output.answer = async () => {
      throw new WriteFailure(code, "It did not take it.");
    };
    assert.deepEqual(await write(true), { status: "failed", code, detail: "It did not take it." });
  });
}

test("a connection that is down fails at once and keeps nothing for later", async () => {
  const { write, output } = scene(blind);
  output.isUp = false;
  const outcome = await write(true);
  assert.equal(outcome.status === "failed" && outcome.code, "connection-down");
  assert.deepEqual(output.written, []);
});

test("a write without an answer is unknown after 5 s", async () => {
  const { clock, write, output } = scene(blind);
  output.hang();
  const outcome = write(true);
  await clock.advance(5_000);
  const { status } = await outcome;
  assert.equal(status, "unknown");
});

test("a write whose answer is lost is done after all when it is read back", async () => {
  const { clock, write, read, output } = scene(seen);
  output.hang();
  const outcome = write(true);
  await clock.advance(5_000);
  read(true);
  assert.deepEqual(await outcome, { status: "done", output: true, confirmed: "property" });
});

test("a write that is under way when the agent stops is interrupted at once", async () => {
  const { clock, write, output, stop } = scene(seen);
  output.hang();
  const outcome = write(true);
  await clock.advance(0);
  stop.abort(new DOMException("stop", "AbortError"));
  const ended = await outcome;
  assert.equal(ended.status === "unknown" && ended.code, "interrupted");
});

test("a refusal of a limit is the outcome, and nothing was written", async () => {
  const { write, output, latch } = scene(blind);
  latch.set("@ana:example.org", "stop");
  const outcome = await write(true);
  assert.equal(outcome.status === "refused" && outcome.code, "stopped");
  assert.deepEqual(output.written, []);
});

test("a safe value that overtakes a write ends it as unknown, with the reason", async () => {
  const { clock, write, output, emergency } = scene(blind);
  output.hang();
  const outcome = write(true);
  await clock.advance(1_000);
  void emergency.stop("@ana:example.org", "stop");
  assert.deepEqual(await outcome, {
    status: "unknown",
    code: "interrupted",
    detail: "It was set to its safe value meanwhile: everything was stopped.",
  });
});

test("a newer write ends one that still waits for its read-back", async () => {
  const { clock, write, read } = scene(seen);
  const on = write(true);
  await clock.advance(1_000);
  const off = write(false);
  await clock.advance(0);
  read(false);
  const ended = await on;
  assert.equal(ended.status === "unknown" && ended.detail, "A newer value was written meanwhile.");
  assert.deepEqual(await off, { status: "done", output: false, confirmed: "property" });
});

test("a lease ends with the safe value", async () => {
  const { clock, write, output } = scene(blind);
  assert.equal((await write(true, 600_000)).status, "done");
  await clock.advance(599_999);
  assert.deepEqual(output.written, [true]);
  await clock.advance(1);
  assert.deepEqual(output.written, [true, false]);
});
