import assert from "node:assert/strict";
import { test } from "node:test";
import { pulseOutput } from "../../src/control/pulse-output.ts";
import type { Property } from "../../src/core/property.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { guardBench, readable, someOutput } from "../fakes/guard-bench.ts";

const valve = someOutput("valve");
const seen = someOutput("valve", { from: readable, readBack: { within: 5_000, tolerance: undefined } });

function scene(property: Property) {
  const bench = guardBench([property]);
  const stop = new AbortController();
  const pulse = (ms = 20_000) => pulseOutput({ property, value: true, ms }, stop.signal, bench.parts);
  return { ...bench, output: bench.fake(property), stop, pulse };
}

test("a pulse is on for its time and then at its safe value, with one outcome after both", async () => {
  const { clock, output, pulse } = scene(valve);
  const outcome = pulse();
  await clock.advance(19_999);
  assert.deepEqual(output.written, [true]);
  await clock.advance(1);
  assert.deepEqual(output.written, [true, false]);
  assert.deepEqual(await outcome, { status: "done", output: undefined, confirmed: "driver" });
  assert.equal(clock.waiting, 0);
});

test("where it is read back, both have to be seen, also at the very moment of the write", async () => {
  const { clock, output, pulse, read } = scene(seen);
  output.answer = async () => read(seen, output.written.at(-1));
  const outcome = pulse();
  await clock.advance(20_000);
  assert.deepEqual(await outcome, { status: "done", output: undefined, confirmed: "property" });
});

test("a pulse that was never read back off is unknown", async () => {
  const { clock, pulse, read } = scene(seen);
  const outcome = pulse();
  await clock.advance(1_000);
  read(seen, true);
  await clock.advance(19_000);
  read(seen, true);
  await clock.advance(5_000);
  const ended = await outcome;
  assert.equal(ended.status === "unknown" && ended.detail, "true: The value was not read back within 5 s.");
});

test("without read_back a silent input does not take back the driver's word", async () => {
  const { clock, pulse } = scene({ ...seen, readBack: undefined });
  const outcome = pulse();
  await clock.advance(25_000);
  assert.deepEqual(await outcome, { status: "done", output: undefined, confirmed: "driver" });
});

test("a pulse that could not begin has failed, and nothing ends later", async () => {
  const { clock, output, pulse } = scene(valve);
  output.answer = async () => {
    throw new WriteFailure("driver-failed", "no power");
  };
  const outcome = pulse();
  await clock.advance(0);
  assert.deepEqual(await outcome, { status: "failed", code: "driver-failed", detail: "no power" });
  await clock.advance(60_000);
  assert.deepEqual(output.written, [true]);
  assert.equal(clock.waiting, 0);
});

test("a pulse whose begin nobody acknowledged is ended all the same, and unknown", async () => {
  const { clock, output, pulse } = scene(valve);
  output.hang();
  const outcome = pulse();
  await clock.advance(6_000);
  output.answer = async () => {};
  await clock.advance(14_000);
  assert.deepEqual(output.written, [true, false]);
  const ended = await outcome;
  assert.equal(ended.status === "unknown" && ended.code, "unconfirmed");
});

test("an end that fails is told, and tried again for ever", async () => {
  const { clock, output, pulse } = scene(valve);
  const outcome = pulse();
  await clock.advance(1_000);
  output.answer = async () => {
    throw new WriteFailure("driver-failed", "stuck");
  };
  await clock.advance(19_000);
  const ended = await outcome;
  assert.equal(ended.status === "unknown" && ended.code, "unconfirmed");
  assert.match(
    ended.status === "unknown" ? ended.detail : "",
    /box\/valve did not take that yet: stuck It is tried again/,
  );
  await clock.advance(600_000);
  output.answer = async () => {};
  const tries = output.written.length;
  assert.ok(tries > 2_000);
  await clock.advance(600_000);
  assert.equal(output.written.length, tries + 1);
});

for (const [what, why] of [
  ["stop", "everything was stopped"],
  ["write", "a newer value was written"],
] as const) {
  test(`a pulse that a ${what} ended before its time says so`, async () => {
    const { clock, guard, emergency, output, pulse } = scene(valve);
    const outcome = pulse();
    await clock.advance(3_000);
    if (what === "stop") void emergency.stop("@ana:example.org", "stop");
    else guard.write({ property: valve, value: false });
    const detail = `It was ended before its time: ${why}.`;
    assert.deepEqual(await outcome, { status: "unknown", code: "interrupted", detail });
    await clock.advance(60_000);
    assert.deepEqual(output.written, [true, false]);
  });
}

test("a limit refuses a pulse before anything moves", async () => {
  const { output, latch, pulse } = scene(valve);
  latch.set("@ana:example.org", "stop");
  const outcome = await pulse();
  assert.equal(outcome.status === "refused" && outcome.code, "stopped");
  assert.deepEqual(output.written, []);
});

test("when the agent stops the pulse is interrupted, and its output set safe by the stop", async () => {
  const { clock, guard, output, stop, pulse } = scene(seen);
  const outcome = pulse();
  await clock.advance(1_000);
  stop.abort();
  const ended = await outcome;
  assert.equal(ended.status === "unknown" && ended.code, "interrupted");
  await guard.close();
  assert.deepEqual(output.written, [true, false]);
});
