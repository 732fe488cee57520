import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDecimal } from "../../src/core/decimal.ts";
import type { Wire } from "../../src/core/value.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { handLine, pathOf } from "./rigs/hand-line.ts";

const failsAs = (code: WriteFailure["code"]) => (error: unknown) =>
  error instanceof WriteFailure && error.code === code;

async function sentFor(to: Record<string, unknown>, wire: Wire): Promise<string> {
  const line = await handLine();
  await line.connection.output(to, pathOf("output")).write(wire, new AbortController().signal);
  return Buffer.from(line.sent().join(""), "latin1").toString("hex");
}

test("bytes are written as they stand, with the value and a checksum in them", async () => {
  assert.equal(await sentFor({ payload_hex: "A0 01 {value}" }, "01 A2"), "a00101a2");
  assert.equal(
    await sentFor({ payload_hex: "FF01{value}", form: "u16be", append: "sum" }, parseDecimal("300") ?? ""),
    "ff01012c2d",
  );
  assert.equal(await sentFor({ payload_hex: "{value} 0A", form: "f32le" }, "1"), "0000803f0a");
  assert.equal(await sentFor({ payload: "\u0002{value}\u0003", append: "xor" }, "A"), "02410340");
  // "Modbus over Serial Line" 1.02, appendix B.
  assert.equal(await sentFor({ payload_hex: "02 {value}", append: "crc16-modbus" }, "07"), "02074112");
});

test("a value that has no room in the bytes is certainly not written", async () => {
  for (const [to, wire] of [
    [{ payload_hex: "{value}", form: "u8" }, "256"],
    [{ payload_hex: "{value}", form: "u8" }, "1.5"],
    [{ payload_hex: "{value}", form: "u8" }, true],
    [{ payload_hex: "{value}" }, "ON"],
  ] as const) {
    const line = await handLine();
    await assert.rejects(line.write(to, wire), failsAs("driver-failed"));
    assert.deepEqual(line.sent(), []);
  }
});

test("it is done when the expected answer came, whatever else comes before", async () => {
  const line = await handLine();
  line.listen("t", { match: "^T=(?<t>.+)$" });
  let isDone = false;
  const written = line.write({ payload: "SET {value}\r", answer: "^OK {value}$" }, "2.5").then(() => {
    isDone = true;
  });
  await line.clock.advance(10);
  assert.deepEqual(line.sent(), ["SET 2.5\r"]);
  line.push("T=21\nOK 2x5\n");
  await line.clock.advance(10);
  assert.equal(isDone, false);
  line.push("OK 2.5\n");
  await written;
  assert.deepEqual(line.told(), ["t=21", "t=no-match"]);
});

test("without the expected answer nobody knows", async () => {
  const line = await handLine();
  const written = line.write({ payload: "{value}", answer: "^OK$", within: "200ms" }, true);
  const judged = assert.rejects(written, failsAs("unconfirmed"));
  line.push("ERROR\n");
  await line.clock.advance(200);
  await judged;
});

test("an answer of bytes is one that begins so", async () => {
  const line = await handLine({ frame: { fixed: 3, start: "FF" }, check: { by: "sum" } });
  const written = line.write({ payload_hex: "01{value}", answer_hex: "FF 01" }, "00");
  line.push(Uint8Array.of(0xff, 2, 1));
  line.push(Uint8Array.of(0xff, 1, 0));
  await written;
});

test("a write waits for the answer to a question, goes ahead of other questions, and keeps its order", async () => {
  const line = await handLine();
  line.listen("a", { request: "A?" });
  line.listen("b", { request: "B?" });
  await line.clock.advance(0);
  const first = line.write({ payload: "{value}", answer: "^1$" }, "first");
  const second = line.write({ payload: "{value}" }, "second");
  await line.clock.advance(0);
  assert.deepEqual(line.sent(), ["A?"]);
  line.push("x\n");
  await line.clock.advance(0);
  assert.deepEqual(line.sent(), ["first"]);
  line.push("1\n");
  await Promise.all([first, second]);
  await line.clock.advance(0);
  assert.deepEqual(line.sent(), ["second", "B?"]);
});

test("a write that wants no answer does not wait for late answers to pass", async () => {
  const line = await handLine();
  line.listen("a", { request: "A?" });
  await line.clock.advance(1000);
  await line.write({ payload: "{value}" }, "now");
  assert.deepEqual(line.sent(), ["A?", "now"]);
});

test("a write that waits is taken back when it is no longer wanted", async () => {
  const line = await handLine();
  line.listen("a", { request: "A?" });
  await line.clock.advance(0);
  const controller = new AbortController();
  const written = line.write({ payload: "{value}" }, "late", controller.signal);
  controller.abort(new Error("too late"));
  await assert.rejects(written, /too late/);
  line.push("1\n");
  await line.clock.advance(0);
  assert.deepEqual(line.sent(), ["A?"]);
});

test("when the line goes, a write that waits its turn is not done, one that waits for its answer nobody knows", async () => {
  const line = await handLine();
  const first = assert.rejects(line.write({ payload: "{value}", answer: "^OK$" }, "1"), failsAs("unconfirmed"));
  const second = assert.rejects(line.write({ payload: "{value}" }, "2"), failsAs("connection-down"));
  await line.clock.advance(10);
  line.unplug();
  await Promise.all([first, second]);
  await line.plugIn();
  assert.deepEqual(line.sent(), ["1"]);
});
