import assert from "node:assert/strict";
import { test } from "node:test";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { type HandStation, handBus, holding } from "./rigs/hand-bus.ts";

const isFailure = (code: WriteFailure["code"], text: RegExp) => (error: unknown) =>
  error instanceof WriteFailure && error.code === code && text.test(error.message);

/** What a question that is about one station says. */
const unitOf = (asked: string): string => asked.split(" ")[0] ?? "";

const line = { path: "/dev/ttyS0", baud_rate: 9600, timeout: "1s" };

test("of three stations on a line, one that is silent delays the others by no more than one question now and then", async () => {
  const bus = await handBus({ 1: holding({ 0: 1 }), 3: holding({ 0: 3 }) }, line);
  for (const unit of [1, 2, 3]) bus.listen(`unit_${unit}`, { unit, register: 0, poll: "5s" });
  const stopAt = 599_000;
  const times = new Map<string, number[]>();
  for (let now = 0; now < stopAt; now += 100) {
    await bus.clock.advance(100);
    for (const line of bus.told()) times.set(line, [...(times.get(line) ?? []), now]);
  }
  const gaps = (line: string) => (times.get(line) ?? []).map((at, index, all) => at - (all[index - 1] ?? at));
  for (const line of ["unit_1=1", "unit_3=3"]) {
    assert.equal(times.get(line)?.length, 120, line);
    assert.ok(Math.max(...gaps(line)) <= 5_000 + 2_000, `${line}: ${Math.max(...gaps(line))}`);
  }
  assert.equal(times.get("unit_2=unavailable no-answer")?.length, 1);
  const asked = bus.asked().map(unitOf);
  const silent = asked.filter((unit) => unit === "2").length;
  assert.ok(silent <= 17, `asked ${silent} times`);
});

test("a station of many slow questions gives the others their turn after each", async () => {
  const slow: HandStation = () => ({ answer: { kind: "data", data: [7] }, after: 900 });
  const bus = await handBus({ 1: slow, 2: holding({ 0: 2 }) });
  for (let at = 0; at < 10; at++) bus.listen(`slow_${at}`, { register: 100 * at, poll: "10s" });
  bus.listen("quick", { unit: 2, register: 0, poll: "1s" });
  await bus.clock.advance(60_000);
  const quick = bus.told().filter((line) => line === "quick=2").length;
  assert.ok(quick >= 55, `${quick} of 60`);
});

test("a silent station is asked ever more seldom, told of once, and wholly asked as soon as it answers", async () => {
  let isThere = false;
  const station = holding({ 0: 1, 100: 2 });
  const bus = await handBus({ 1: (request) => (isThere ? station(request) : undefined) });
  bus.listen("a", { register: 0, poll: "1s" });
  bus.listen("b", { register: 100, poll: "1h" });
  await bus.clock.advance(300_000);
  assert.deepEqual(bus.told(), ["a=unavailable no-answer", "b=unavailable no-answer"]);
  const before = bus.asked().length;
  assert.ok(before >= 8 && before <= 13, `asked ${before} times`);
  isThere = true;
  await bus.clock.advance(61_000);
  const told = bus.told();
  assert.deepEqual(told.slice(0, 2), ["a=1", "b=2"]);
  assert.equal(bus.connection.isUp, true);
});

test("of a station that answers some questions only the others wait", async () => {
  const station = holding({ 0: 1 });
  const bus = await handBus({ 1: (request) => (request.address === 0 ? station(request) : undefined) });
  bus.listen("good", { register: 0, poll: "5s" });
  bus.listen("dead", { register: 500, poll: "5s" });
  await bus.clock.advance(300_000);
  const told = bus.told();
  assert.equal(told.filter((line) => line === "dead=unavailable no-answer").length, 1);
  assert.ok(told.filter((line) => line === "good=1").length >= 59);
});

test("a station that answers nonsense is a fault, and asked ever more seldom", async () => {
  const bus = await handBus({
    1: () => ({ answer: { kind: "damaged", detail: "3 bytes" }, after: 1000 }),
    2: holding({ 0: 2 }),
  });
  bus.listen("wrong", { register: 0, poll: "1s" });
  bus.listen("right", { unit: 2, register: 0, poll: "1s" });
  await bus.clock.advance(120_000);
  const told = bus.told();
  const wrong = told.filter((line) => line === "wrong=fault bad-checksum").length;
  assert.ok(wrong >= 5 && wrong <= 9, `told ${wrong} times`);
  assert.ok(told.filter((line) => line === "right=2").length >= 110);
});

test("on a line nothing is asked for as long again after a silence, since a late answer would be taken for another", async () => {
  const bus = await handBus({ 2: holding({ 0: 2 }) }, line);
  bus.listen("silent", { unit: 1, register: 0 });
  await bus.clock.advance(500);
  bus.listen("other", { unit: 2, register: 0 });
  await bus.clock.advance(1_400);
  assert.deepEqual(bus.told(), ["silent=unavailable no-answer"]);
  await bus.clock.advance(200);
  assert.deepEqual(bus.told(), ["other=2"]);
});

test("a write goes ahead of all questions that wait", async () => {
  const slow: HandStation = (request) => ({
    answer: { kind: "data", data: request.kind === "read" ? [7] : [] },
    after: 500,
  });
  const bus = await handBus({ 1: slow });
  for (let at = 0; at < 5; at++) bus.listen(`p_${at}`, { register: 100 * at });
  await bus.clock.advance(100);
  const written = bus.write({ register: 5 }, "1");
  await bus.clock.advance(1_000);
  await written;
  assert.deepEqual(bus.asked().slice(0, 2), ["1 holding 0+1", "1 holding 5=1"]);
});

test("bits of one register that are written at the same time are all there afterwards", async () => {
  const station = holding({ 5: 0b1000_0000_0000_0001 });
  const bus = await handBus({
    1: (request) => ({ answer: station(request)?.answer ?? { kind: "silence" }, after: 50 }),
  });
  const all = Promise.all([
    bus.write({ register: 5, bit: 1 }, true),
    bus.write({ register: 5, bit: 2 }, true),
    bus.write({ register: 5, bit: 0 }, false),
    bus.write({ register: 4, form: "u32", bit: 4 }, true),
    bus.write({ register: 5, form: "u32", order: "low-first", bit: 5 }, true),
  ]);
  await bus.clock.advance(1_000);
  await all;
  assert.equal(station.values[5], 0b1000_0000_0011_0110);
  assert.deepEqual(bus.asked().slice(0, 4), [
    "1 holding 5+1",
    "1 holding 5=32771",
    "1 holding 5+1",
    "1 holding 5=32775",
  ]);
});

test("a write that is verified is done only when the station has what was written", async () => {
  const honest = holding({ 5: 0 });
  const deaf: HandStation = (request) => ({ answer: { kind: "data", data: request.kind === "read" ? [3] : [] } });
  const bus = await handBus({ 1: honest, 2: deaf });
  const done = bus.write({ register: 5, verify: true }, "7");
  const undone = bus.write({ unit: 2, register: 5, verify: true }, "7");
  const judged = assert.rejects(undone, isFailure("unconfirmed", /unit 2, asked again, has 3 instead of 7/));
  await bus.clock.advance(10);
  await done;
  await judged;
});

const failures: readonly (readonly [what: string, station: HandStation | undefined, code: WriteFailure["code"]])[] = [
  ["silent", undefined, "unconfirmed"],
  ["refusing", () => ({ answer: { kind: "exception", code: 2 } }), "driver-failed"],
  ["failing", () => ({ answer: { kind: "exception", code: 4 } }), "unconfirmed"],
  ["busy", () => ({ answer: { kind: "exception", code: 6 } }), "driver-failed"],
  ["without a way", () => ({ answer: { kind: "exception", code: 10 } }), "driver-failed"],
  ["silent behind a gateway", () => ({ answer: { kind: "exception", code: 11 } }), "unconfirmed"],
  ["damaged", () => ({ answer: { kind: "damaged", detail: "noise" } }), "unconfirmed"],
];

for (const [what, station, code] of failures) {
  test(`a write to a station that is ${what} is told as ${code}`, async () => {
    const bus = await handBus(station === undefined ? {} : { 1: station });
    const judged = assert.rejects(bus.write({ register: 5 }, "7"), isFailure(code, /unit 1/));
    await bus.clock.advance(2_000);
    await judged;
  });
}

test("a bit whose register cannot be read first is certainly not written", async () => {
  const bus = await handBus({});
  const judged = assert.rejects(
    bus.write({ register: 5, bit: 1 }, true),
    isFailure("driver-failed", /nothing was written/),
  );
  await bus.clock.advance(2_000);
  await judged;
  assert.deepEqual(bus.asked(), ["1 holding 5+1"]);
});

test("when the bus goes, what waits is not done, what was sent nobody knows, and a bit that was only read is not done", async () => {
  const bus = await handBus({});
  const sent = assert.rejects(bus.write({ register: 5 }, "1"), isFailure("unconfirmed", /cut/));
  const waiting = assert.rejects(bus.write({ register: 6 }, "1"), isFailure("connection-down", /cut/));
  await bus.clock.advance(10);
  bus.cut();
  await Promise.all([sent, waiting]);
  bus.mend();
  const read = assert.rejects(bus.write({ register: 5, bit: 1 }, true), isFailure("connection-down", /cut/));
  await bus.clock.advance(10);
  bus.cut();
  await read;
});

test("a write that is given up after its register was read writes nothing more", async () => {
  const slow: HandStation = () => ({ answer: { kind: "data", data: [0] }, after: 500 });
  const bus = await handBus({ 1: slow });
  const controller = new AbortController();
  const judged = assert.rejects(bus.write({ register: 5, bit: 1 }, true, controller.signal), /too late/);
  await bus.clock.advance(100);
  controller.abort(new Error("too late"));
  await judged;
  await bus.clock.advance(5_000);
  assert.deepEqual(bus.asked(), ["1 holding 5+1"]);
});
