import assert from "node:assert/strict";
import { test } from "node:test";
import { MaxOn } from "../../src/control/max-on.ts";
import { ReadBack } from "../../src/control/read-back.ts";
import { writeProperty } from "../../src/control/write-property.ts";
import { parseDecimal } from "../../src/core/decimal.ts";
import type { Property } from "../../src/core/property.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { Value } from "../../src/core/value.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { FakeOutput } from "../fakes/fake-output.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someProperty } from "../fakes/some-thing.ts";

const to = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: null };
const blind = someProperty({ name: "lamp", type: "boolean", from: undefined, to });
const seen = someProperty({ name: "heater", type: "boolean", to, readBack: { within: 8_000, tolerance: undefined } });

function bench() {
  const clock = new HandClock();
  const output = new FakeOutput();
  const readBack = new ReadBack();
  const stop = new AbortController();
  const parts = { clock, findOutput: () => output, readBack, maxOn: new MaxOn(clock, async () => true) };
  const write = (property: Property, value: Value) => writeProperty(property, value, stop.signal, parts);
  const read = ({ path }: Property, value: Value | undefined, quality: Reading["quality"] = "ok") =>
    readBack.take({ path, value, quality, measuredAt: clock.now(), takenAt: clock.now() });
  return { clock, output, stop, write, read };
}

test("an acknowledged write that nothing reads back is done by the driver's word", async () => {
  const { write, output } = bench();
  assert.deepEqual(await write(blind, true), { status: "done", output: true, confirmed: "driver" });
  assert.deepEqual(output.written, [true]);
});

test("a write is done when the property itself shows it", async () => {
  const { clock, write, read } = bench();
  const outcome = write(seen, true);
  await clock.advance(0);
  read(seen, false);
  read(seen, true, "stale");
  await clock.advance(7_000);
  read(seen, true);
  assert.deepEqual(await outcome, { status: "done", output: true, confirmed: "property" });
  assert.equal(clock.waiting, 0);
});

test("a write that is not read back in time is unknown", async () => {
  const { clock, write } = bench();
  const outcome = write(seen, true);
  await clock.advance(8_000);
  assert.deepEqual(await outcome, {
    status: "unknown",
    code: "unconfirmed",
    detail: "The value was not read back within 8 s.",
  });
});

test("without read_back an input that stays silent does not take back the driver's word", async () => {
  const { clock, write } = bench();
  const outcome = write({ ...seen, readBack: undefined }, true);
  await clock.advance(5_000);
  assert.deepEqual(await outcome, { status: "done", output: true, confirmed: "driver" });
});

test("a number is confirmed within the tolerance", async () => {
  const { clock, write, read } = bench();
  const tolerance = parseDecimal("0.1");
  const setpoint = someProperty({ name: "setpoint", to, readBack: { within: 8_000, tolerance } });
  const [wanted, near, far] = ["21.0", "21.1", "21.2"].map((text) => parseDecimal(text) ?? false);
  const outcome = write(setpoint, wanted ?? false);
  await clock.advance(0);
  read(setpoint, far);
  read(setpoint, near);
  assert.deepEqual(await outcome, { status: "done", output: near, confirmed: "property" });
});

for (const code of ["driver-failed", "connection-down"] as const) {
  test(`a refusal of the hardware is failed: ${code}`, async () => {
    const { write, output } = bench();
    output.answer = async () => {
      throw new WriteFailure(code, "It did not take it.");
    };
    assert.deepEqual(await write(blind, true), { status: "failed", code, detail: "It did not take it." });
  });
}

test("a connection that is down fails at once and keeps nothing for later", async () => {
  const { write, output } = bench();
  output.isUp = false;
  const outcome = await write(blind, true);
  assert.equal(outcome.status === "failed" && outcome.code, "connection-down");
  assert.deepEqual(output.written, []);
});

test("a write without an answer is unknown after 5 s", async () => {
  const { clock, write, output } = bench();
  output.hang();
  const outcome = write(blind, true);
  await clock.advance(5_000);
  const { status } = await outcome;
  assert.equal(status, "unknown");
});

test("a write whose answer is lost is done after all when it is read back", async () => {
  const { clock, write, read, output } = bench();
  output.hang();
  const outcome = write(seen, true);
  await clock.advance(5_000);
  read(seen, true);
  assert.deepEqual(await outcome, { status: "done", output: true, confirmed: "property" });
});

test("a write that is under way when the agent stops is interrupted at once", async () => {
  const { clock, write, output, stop } = bench();
  output.hang();
  const outcome = write(seen, true);
  await clock.advance(0);
  stop.abort(new DOMException("stop", "AbortError"));
  const ended = await outcome;
  assert.equal(ended.status === "unknown" && ended.code, "interrupted");
  assert.equal(clock.waiting, 0);
});
