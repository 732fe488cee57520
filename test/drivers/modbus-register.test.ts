import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDecimal } from "../../src/core/decimal.ts";
import { handBus, holding } from "./rigs/hand-bus.ts";
import { pathOf } from "./rigs/hand-line.ts";

const words = (bytes: string): Readonly<Record<number, number>> =>
  Object.fromEntries(bytes.split(" ").map((word, at) => [at, Number.parseInt(word, 16)]));

const forms: readonly (readonly [bytes: string, from: Record<string, unknown>, told: string])[] = [
  ["FFFE", {}, "65534"],
  ["FFFE", { form: "i16" }, "-2"],
  ["0001 0002", { form: "u32" }, "65538"],
  ["0001 0002", { form: "u32", order: "low-first" }, "131073"],
  ["FFFF FFFE", { form: "i32" }, "-2"],
  ["FFFE FFFF", { form: "i32", order: "low-first" }, "-2"],
  ["FFFF FFFF FFFF FFFF", { form: "u64" }, "18446744073709551615"],
  ["FFFF FFFF FFFF FFFF", { form: "i64" }, "-1"],
  ["4366 3334", { form: "f32" }, "230.20001"],
  ["3334 4366", { form: "f32", order: "low-first" }, "230.20001"],
  ["3FF8 0000 0000 0000", { form: "f64" }, "1.5"],
  ["7FC0 0000", { form: "f32" }, "fault not-a-value"],
  ["7FC0 0000", { form: "f32", absent_hex: "7FC00000" }, "unavailable source-unavailable"],
  ["8000", { form: "i16", absent_hex: "80 00" }, "unavailable source-unavailable"],
  ["0005", { bit: 0 }, "true"],
  ["0005", { bit: 1 }, "false"],
  ["0001 0000", { form: "u32", bit: 16 }, "true"],
  ["0001 0000", { form: "u32", bit: 16, order: "low-first" }, "false"],
  ["09C4 FFFF", { scale_register: 1 }, "250.0"],
  ["09C4 0002", { scale_register: 1 }, "250000"],
  ["FF38 FFFE", { form: "i16", scale_register: 1 }, "-2.00"],
  ["09C4 8000", { scale_register: 1 }, "unavailable source-unavailable"],
  ["09C4 0040", { scale_register: 1 }, "fault not-a-value"],
  ["0001", { table: "coil" }, "true"],
  ["0000", { table: "discrete" }, "false"],
];

for (const [bytes, from, told] of forms) {
  test(`${bytes} is ${told} as ${JSON.stringify(from)}`, async () => {
    const bus = await handBus({ 1: holding(words(bytes)) });
    bus.listen("p", { register: 0, ...from });
    await bus.clock.advance(10);
    assert.deepEqual(bus.told(), [`p=${told}`]);
  });
}

test("what stands close together at one station and is wanted as often is read by one question", async () => {
  const full = holding(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [at, at])));
  const bus = await handBus({ 1: full, 2: full }, { url: "tcp://10.0.0.2", gap: 4, most: 20 });
  bus.listen("a", { register: 0 });
  bus.listen("b", { register: 1, form: "u32" });
  bus.listen("gap_of_4", { register: 7 });
  bus.listen("gap_of_5", { register: 13 });
  bus.listen("too_many", { register: 30, form: "u64" });
  bus.listen("behind", { register: 34, form: "u64" });
  bus.listen("end", { register: 38, form: "u64" });
  bus.listen("over", { register: 42, form: "u64" });
  bus.listen("more", { register: 46, form: "u64" });
  bus.listen("last", { register: 50 });
  bus.listen("seldom", { register: 3, poll: "1m" });
  bus.listen("input", { register: 3, table: "input" });
  bus.listen("elsewhere", { register: 3, unit: 2 });
  bus.listen("same", { register: 1, form: "u32" });
  await bus.clock.advance(100);
  assert.deepEqual(bus.asked().toSorted(), [
    "1 holding 0+8",
    "1 holding 13+1",
    "1 holding 3+1",
    "1 holding 30+20",
    "1 holding 50+1",
    "1 input 3+1",
    "2 holding 3+1",
  ]);
  assert.equal(bus.told().length, 14);
  await bus.clock.advance(30_000);
  assert.equal(bus.asked().length, 6);
});

test("a register that the station has not takes no other value with it", async () => {
  const bus = await handBus({ 1: holding({ 0: 10, 2: 12 }) });
  bus.listen("a", { register: 0 });
  bus.listen("wrong", { register: 1 });
  bus.listen("b", { register: 2 });
  await bus.clock.advance(100);
  assert.deepEqual(bus.asked(), ["1 holding 0+3", "1 holding 0+1", "1 holding 1+1", "1 holding 2+1"]);
  assert.deepEqual(bus.told(), ["a=10", "wrong=fault source-fault", "b=12"]);
  await bus.clock.advance(30_000);
  assert.deepEqual(bus.asked(), ["1 holding 0+1", "1 holding 1+1", "1 holding 2+1"]);
});

test("each exception has its fault", async () => {
  const faults = new Map([
    [1, "fault source-fault"],
    [4, "fault source-fault"],
    [6, "unavailable source-unavailable"],
    [10, "unavailable no-answer"],
    [11, "unavailable no-answer"],
    [99, "fault source-fault"],
  ]);
  for (const [code, fault] of faults) {
    const bus = await handBus({ 1: () => ({ answer: { kind: "exception", code } }) });
    bus.listen("p", { register: 0 });
    await bus.clock.advance(10);
    assert.deepEqual(bus.told(), [`p=${fault}`], String(code));
  }
});

test("questions keep to their interval, and a property that goes takes only its own with it", async () => {
  const bus = await handBus({ 1: holding({ 0: 1, 50: 2 }) });
  const listening = bus.listen("a", { register: 0, poll: "10s" });
  bus.listen("b", { register: 50, poll: "10s" });
  await bus.clock.advance(25_000);
  assert.deepEqual(bus.told(), ["a=1", "b=2", "a=1", "b=2", "a=1", "b=2"]);
  listening[Symbol.dispose]();
  listening[Symbol.dispose]();
  bus.listen("c", { register: 0, poll: "10s" });
  await bus.clock.advance(6_000);
  assert.deepEqual(bus.told(), ["c=1", "b=2"]);
});

test("a read that is asked for comes at once", async () => {
  const bus = await handBus({ 1: holding({ 0: 1 }) });
  bus.listen("a", { register: 0, poll: "1h" });
  await bus.clock.advance(1_000);
  bus.told();
  assert.equal(bus.connection.refresh?.(pathOf("a")), true);
  assert.equal(bus.connection.refresh?.(pathOf("other")), false);
  await bus.clock.advance(1);
  assert.deepEqual(bus.told(), ["a=1"]);
});

const writes: readonly (readonly [to: Record<string, unknown>, wire: string, asked: string])[] = [
  [{ table: "coil" }, "true", "1 coil 5=1"],
  [{ table: "coil" }, "0", "1 coil 5=0"],
  [{}, "65535", "1 holding 5=65535"],
  [{ multiple: true }, "7", "1 holding 5=7 (16)"],
  [{ form: "i16" }, "-1", "1 holding 5=65535"],
  [{ form: "u32" }, "65538", "1 holding 5=1 2 (16)"],
  [{ form: "u32", order: "low-first" }, "65538", "1 holding 5=2 1 (16)"],
  [{ form: "f32" }, "230.2", "1 holding 5=17254 13107 (16)"],
];

for (const [to, wire, asked] of writes) {
  test(`${wire} is written by ${asked} as ${JSON.stringify(to)}`, async () => {
    const bus = await handBus({ 1: holding({}) });
    const written = bus.write({ register: 5, ...to }, parseDecimal(wire) ?? wire);
    await bus.clock.advance(1);
    await written;
    assert.deepEqual(bus.asked(), [asked]);
  });
}

test("a value is written by the power of ten that the station names", async () => {
  const bus = await handBus({ 1: holding({ 9: 0xfffe }) });
  const written = bus.write({ register: 5, scale_register: 9 }, parseDecimal("3.14") ?? "");
  await bus.clock.advance(1);
  await written;
  assert.deepEqual(bus.asked(), ["1 holding 9+1", "1 holding 5=314"]);
});

test("what was written is asked for at once, so that a read-back need not wait for the interval", async () => {
  const bus = await handBus({ 1: holding({ 5: 0, 100: 1 }) });
  bus.listen("p", { register: 5, poll: "1h" });
  bus.listen("other", { register: 100, poll: "1h" });
  await bus.clock.advance(1_000);
  bus.told();
  const written = bus.write({ register: 5 }, "7");
  await bus.clock.advance(1);
  await written;
  await bus.clock.advance(1);
  assert.deepEqual(bus.told(), ["p=7"]);
});
