import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lineShape } from "../../../src/drivers/frames/line.ts";
import { type FrameScanner, scanFrames } from "../../../src/drivers/frames/scan-frames.ts";

function lines(longest: number, told: string[]): FrameScanner {
  return scanFrames(lineShape, longest, { frame: ({ text }) => told.push(text), fault: () => told.push("TOO LONG") });
}

function collect(longest: number, chunks: readonly (string | Uint8Array)[]): string[] {
  const told: string[] = [];
  const frames = lines(longest, told);
  for (const chunk of chunks) frames.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return told;
}

test("lines come whole however the chunks fall", () => {
  assert.deepEqual(collect(20, ["I love ro", "bots\nEach ", "", "and\r", "\nOne\n", "rest"]), [
    "I love robots",
    "Each and",
    "One",
  ]);
});

test("LF and CR LF both end a line, and empty lines are nothing", () => {
  assert.deepEqual(collect(20, ["a\n\r\n\n\nb\r\nc\rd\n"]), ["a", "b", "c\rd"]);
});

test("a line at the limit passes, one byte more is told once and passed over up to its newline", () => {
  assert.deepEqual(collect(4, ["abcd\n"]), ["abcd"]);
  assert.deepEqual(collect(4, ["abcde", "fgh", "ij\nok\n"]), ["TOO LONG", "ok"]);
});

test("bytes that are no UTF-8 are replaced, and a character split over chunks is kept", () => {
  const bytes = Buffer.from("21 °C\n");
  assert.deepEqual(collect(20, [bytes.subarray(0, 4), bytes.subarray(4), Uint8Array.of(0xff, 0x41, 0x0a)]), [
    "21 °C",
    "\ufffdA",
  ]);
});

test("after a restart in the middle of a line the rest of it is nothing", () => {
  const told: string[] = [];
  const frames = lines(20, told);
  frames.push(Buffer.from("lost"));
  frames.restart(true);
  frames.push(Buffer.from("1.5\nT=21.5\n"));
  frames.restart(false);
  frames.push(Buffer.from("T=22\n"));
  assert.deepEqual(told, ["T=21.5", "T=22"]);
});

test("2 MB without a newline cost next to nothing and are told once", () => {
  const chunk = Buffer.alloc(64, 0x41);
  const before = process.memoryUsage().arrayBuffers;
  const told = collect(
    1024,
    Array.from({ length: 32_768 }, () => chunk),
  );
  assert.deepEqual(told, ["TOO LONG"]);
  assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000);
});

test("any bytes in any chunks give the same lines, none longer than the limit", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
      const whole = Buffer.concat(chunks);
      const told = collect(16, chunks);
      assert.deepEqual(told, collect(16, [whole]));
      for (const line of told) assert.ok(line.length <= 16);
    }),
  );
});
