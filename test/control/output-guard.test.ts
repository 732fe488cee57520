import assert from "node:assert/strict";
import { test } from "node:test";
import type { WriteWish } from "../../src/control/output-guard.ts";
import type { Condition } from "../../src/core/condition.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { guardBench, readable, someOutput } from "../fakes/guard-bench.ts";
import { someProperty } from "../fakes/some-thing.ts";

const pump = someOutput("pump", { limits: { maxOn: 60_000 } });
const heater = someOutput("heater", { limits: { notWith: [pump.path], deadTime: 1_000 } });
const low = someProperty({ name: "low", type: "boolean" });
const isNotLow: Condition = { path: low.path, test: { kind: "is", value: false }, clearAt: undefined, forMs: 0 };
const well = someOutput("well", { from: readable, limits: { onlyWhile: [isNotLow] } });

/** Writes, and says what came of it once nothing more happens. */
async function written(bench: ReturnType<typeof guardBench>, wish: WriteWish): Promise<string> {
  const start = bench.guard.write(wish);
  if (start.kind !== "begun") return start.code;
  const ack = start.ack.then(({ kind }) => kind);
  await bench.clock.advance(0);
  return await ack;
}

async function started(outputs: Parameters<typeof guardBench>[0]) {
  const bench = guardBench(outputs);
  await bench.guard.setSafe("start");
  for (const output of outputs) bench.fake(output).written.length = 0;
  bench.safe.length = 0;
  return bench;
}

test("a value reaches the hardware within the call", async () => {
  const bench = await started([pump]);
  bench.guard.write({ property: pump, value: true });
  assert.deepEqual(bench.fake(pump).written, [true]);
});

test("what is on goes to rest when its time is over", async () => {
  const bench = await started([pump]);
  await written(bench, { property: pump, value: true, lease: { ms: 10_000, cause: "lease" } });
  await bench.clock.advance(10_000);
  assert.deepEqual(bench.fake(pump).written, [true, false]);
  await written(bench, { property: pump, value: true });
  await bench.clock.advance(60_000);
  assert.deepEqual(
    bench.safe.map(({ cause, became }) => `${cause} ${became}`),
    ["lease safe", "max-on safe"],
  );
  assert.equal(bench.clock.waiting, 0);
});

test("of two that must not be on together one waits for the other, and for the dead time after it", async () => {
  const bench = await started([pump, heater]);
  await bench.clock.advance(1_000);
  assert.equal(await written(bench, { property: pump, value: true }), "taken");
  assert.equal(await written(bench, { property: heater, value: true }), "not-with");
  assert.equal(await written(bench, { property: pump, value: false }), "taken");
  assert.equal(await written(bench, { property: heater, value: true }), "dead-time");
  await bench.clock.advance(1_000);
  assert.equal(await written(bench, { property: heater, value: true }), "taken");
  assert.equal(await written(bench, { property: pump, value: true }), "not-with");
});

test("an output that never was set counts as on for the others", () => {
  const bench = guardBench([pump, heater]);
  const start = bench.guard.write({ property: heater, value: true });
  assert.equal(start.kind === "refused" && start.code, "not-with");
});

test("one that is still being set on counts as on at once", async () => {
  const bench = await started([pump, heater]);
  await bench.clock.advance(1_000);
  bench.fake(pump).hang();
  bench.guard.write({ property: pump, value: true });
  assert.equal(await written(bench, { property: heater, value: true }), "not-with");
});

test("values that are written one after the other are judged as if those before were done", async () => {
  const bench = await started([pump, heater]);
  await bench.clock.advance(1_000);
  await written(bench, { property: pump, value: true });
  const [pumpOff, heaterOn] = [
    { property: pump, value: false },
    { property: heater, value: true },
  ];
  assert.equal(bench.guard.judge([pumpOff, heaterOn]), undefined);
  assert.equal(bench.guard.judge([heaterOn, pumpOff])?.code, "not-with");
  assert.equal(bench.guard.judge([pumpOff, heaterOn, { property: pump, value: true }])?.code, "not-with");
});

test("a condition of only_while keeps it off, and trips what runs", async () => {
  const bench = await started([well]);
  assert.equal(await written(bench, { property: well, value: true }), "only-while", "nothing is known of it yet");
  bench.read(low, false);
  assert.equal(await written(bench, { property: well, value: true }), "taken");
  bench.read(low, true);
  assert.deepEqual(bench.fake(well).written, [true, false]);
  await bench.clock.advance(0);
  bench.read(low, false);
  await written(bench, { property: well, value: true });
  bench.read(low, false, "stale");
  assert.deepEqual(bench.fake(well).written, [true, false, true, false], "stale is not met");
});

test("what somebody else switches on is tripped too while only_while does not hold", async () => {
  const bench = await started([well]);
  await bench.clock.advance(10_000);
  bench.read(low, true);
  bench.read(well, true);
  await bench.clock.advance(0);
  assert.deepEqual(bench.fake(well).written, [false]);
  bench.read(well, true);
  await bench.clock.advance(4_999);
  assert.deepEqual(bench.fake(well).written, [false], "a reading right after may be older than what was done");
  await bench.clock.advance(1);
  assert.deepEqual(bench.fake(well).written, [false, false], "it was not");
});

test("a safe value goes past every limit and past what is under way", async () => {
  const bench = await started([pump]);
  bench.fake(pump).hang();
  const on = bench.guard.write({ property: pump, value: true });
  bench.latch.set("@ana:example.org", "stop");
  bench.guard.write({ property: pump, value: false });
  assert.deepEqual(bench.fake(pump).written, [true, false]);
  assert.ok(on.kind === "begun" && on.turn.signal.aborted);
  assert.equal(await written(bench, { property: pump, value: true }), "stopped");
});

test("what was decided before the output was brought to rest is not written any more", async () => {
  const bench = await started([pump]);
  const decidedAt = bench.guard.timesAtRest(pump);
  assert.equal(await written(bench, { property: pump, value: true, decidedAt }), "taken");
  assert.equal(await written(bench, { property: pump, value: false }), "taken");
  assert.equal(await written(bench, { property: pump, value: true, decidedAt }), "superseded");
});

test("an output that does not take its safe value is tried until it does, told once each, and takes nothing else", async () => {
  const bench = guardBench([pump]);
  const fake = bench.fake(pump);
  fake.isUp = false;
  const failures = await bench.guard.setSafe("start");
  assert.deepEqual(failures, [{ path: pump.path, detail: "The connection of the output is down." }]);
  await bench.clock.advance(60_000);
  fake.isUp = true;
  assert.equal(await written(bench, { property: pump, value: true }), "connection-down");
  await bench.clock.advance(250);
  assert.deepEqual(fake.written, [false]);
  assert.equal(await written(bench, { property: pump, value: true }), "taken");
  assert.deepEqual(
    bench.safe.map(({ became }) => became),
    ["not-yet", "safe"],
  );
});

test("a hung bus, one that is down and one that refuses keep no other output waiting", async () => {
  const outputs = ["hung", "down", "refusing", "fine"].map((name) => someOutput(name));
  const bench = guardBench(outputs);
  const [hung, down, refusing] = outputs.map((output) => bench.fake(output));
  hung?.hang();
  if (down !== undefined) down.isUp = false;
  if (refusing !== undefined) refusing.answer = () => Promise.reject(new WriteFailure("driver-failed", "no power"));
  const failed = bench.guard.setSafe("stopped");
  assert.deepEqual(
    outputs.map((output) => bench.fake(output).written),
    [[false], [], [false], [false]],
  );
  await bench.clock.advance(2_000);
  assert.deepEqual(await failed, [
    { path: "box/hung", detail: "No answer within 2000 ms" },
    { path: "box/down", detail: "The connection of the output is down." },
    { path: "box/refusing", detail: "no power" },
  ]);
});

test("safe_value: null is left alone, and known to be at rest is told as kept", async () => {
  const left = someOutput("left", { safe: null });
  const bench = await started([pump, left]);
  await bench.guard.setSafe("link-loss");
  assert.deepEqual(bench.fake(left).written, []);
  assert.deepEqual(
    bench.safe.map(({ property, became }) => `${property.name} ${became}`),
    ["pump kept"],
  );
});

test("min_off and max_switches refuse with the time that is left", async () => {
  const cooler = someOutput("cooler", { limits: { minOff: 60_000, maxSwitches: { count: 2, within: 3_600_000 } } });
  const bench = await started([cooler]);
  const refusal = bench.guard.write({ property: cooler, value: true });
  assert.equal(refusal.kind === "refused" && refusal.detail, "min_off: possible again in 1m.");
  await bench.clock.advance(60_000);
  assert.equal(await written(bench, { property: cooler, value: true }), "taken");
  assert.equal(await written(bench, { property: cooler, value: true }), "taken", "on again is no switch");
  await written(bench, { property: cooler, value: false });
  await bench.clock.advance(60_000);
  const second = bench.guard.write({ property: cooler, value: true });
  assert.equal(second.kind === "refused" && second.detail, "max_switches: possible again in 58m.");
});

test("a switch that cannot be written down is not made; switching off waits for no disk", async () => {
  const cooler = someOutput("cooler", { limits: { minOff: 60_000 } });
  const bench = await started([cooler]);
  await bench.clock.advance(60_000);
  bench.store.failNext = new Error("disk full");
  assert.equal(await written(bench, { property: cooler, value: true }), "driver-failed");
  assert.deepEqual(bench.fake(cooler).written, []);
  await written(bench, { property: cooler, value: true });
  bench.store.failNext = new Error("disk full");
  assert.equal(await written(bench, { property: cooler, value: false }), "taken");
  assert.equal(bench.faults.length, 2);
  assert.equal(await written(bench, { property: cooler, value: true }), "min-off");
});

test("closed, it sets all safe and takes nothing more", async () => {
  const bench = await started([pump]);
  await written(bench, { property: pump, value: true });
  await bench.guard.close();
  assert.deepEqual(bench.fake(pump).written, [true, false]);
  assert.equal(await written(bench, { property: pump, value: true }), "stopping");
  bench.guard[Symbol.dispose]();
  assert.equal(bench.clock.waiting, 0);
});

test("others may come and go: what stays keeps its time, what goes is set safe, what comes is told", async () => {
  const lamp = someOutput("lamp");
  const bench = await started([pump, heater, lamp]);
  await bench.clock.advance(1_000);
  await written(bench, { property: pump, value: true });
  await written(bench, { property: lamp, value: true });
  await bench.guard.retire([lamp]);
  assert.deepEqual(bench.fake(lamp).written, [true, false]);
  const again = { ...pump, title: "Well pump" };
  assert.deepEqual(bench.guard.change([again, heater]), []);
  assert.equal(await written(bench, { property: lamp, value: true }), "stopping");
  assert.equal(await written(bench, { property: heater, value: true }), "not-with");
  assert.deepEqual(bench.guard.change([again, heater, lamp]), [lamp]);
  await bench.clock.advance(60_000);
  assert.deepEqual(bench.fake(pump).written, [true, false]);
});

test("a hand that switches on while the safe value is under way is found out once it is settled", async () => {
  const fan = someOutput("fan", { from: readable, limits: { maxOn: 60_000 } });
  const bench = await started([fan]);
  const { promise, resolve } = Promise.withResolvers<void>();
  bench.fake(fan).answer = () => promise;
  const setting = bench.guard.setSafe("link-loss");
  bench.read(fan, true);
  resolve();
  assert.deepEqual(await setting, []);
  await bench.clock.advance(64_999);
  assert.deepEqual(bench.fake(fan).written, [false]);
  await bench.clock.advance(1);
  assert.deepEqual(bench.fake(fan).written, [false, false], "max_on, from when it was sure");
});

test("everything being stopped, such a hand is undone at once when it is settled", async () => {
  const fan = someOutput("fan", { from: readable });
  const bench = await started([fan]);
  const { promise, resolve } = Promise.withResolvers<void>();
  bench.fake(fan).answer = () => promise;
  const stopping = bench.emergency.stop("@ana:example.org", "stop");
  bench.read(fan, true);
  resolve();
  assert.equal((await stopping).status, "done");
  await bench.clock.advance(5_000);
  assert.deepEqual(bench.fake(fan).written, [false, false]);
});

test("a reading of before that comes late is no hand", async () => {
  const fan = someOutput("fan", { from: readable, limits: { maxOn: 60_000 } });
  const bench = await started([fan]);
  await written(bench, { property: fan, value: true });
  const setting = bench.guard.setSafe("link-loss");
  bench.read(fan, true);
  await setting;
  bench.read(fan, false);
  await bench.clock.advance(200_000);
  assert.deepEqual(bench.fake(fan).written, [true, false]);
});
