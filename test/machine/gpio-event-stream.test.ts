import assert from "node:assert/strict";
import { closeSync, writeSync } from "node:fs";
import { test } from "node:test";
import { gpioCalls } from "../../src/machine/gpio-calls.ts";
import { gpioEventStream } from "../../src/machine/gpio-event-stream.ts";
import type { GpioEvent } from "../../src/machine/gpio-uapi.ts";
import { until } from "../fakes/until.ts";

/** A pipe in the place of a line's file: what is written to it are the kernel's events. */
function line() {
  const calls = gpioCalls();
  const pipe = calls.pipe();
  assert.ok(typeof pipe !== "number");
  const [fd, far] = pipe;
  const heard = { events: [] as GpioEvent[], gone: 0 };
  const stream = gpioEventStream(calls, fd, {
    events: (events) => void heard.events.push(...events),
    gone: () => void heard.gone++,
  });
  assert.ok(typeof stream !== "number");
  return { fd, heard, stream, say: (bytes: Buffer) => writeSync(far, bytes), end: () => closeSync(far) };
}

/** struct gpio_v2_line_event for each. */
function events(numbers: readonly number[]): Buffer {
  return Buffer.concat(
    numbers.map((number) => {
      const bytes = Buffer.alloc(48);
      bytes.writeBigUInt64LE(BigInt(number) * 1_000_000n, 0);
      bytes.writeUInt32LE(number % 2 === 1 ? 1 : 2, 8);
      bytes.writeUInt32LE(number, 20);
      return bytes;
    }),
  );
}

test("a line's events come in order, a full buffer of the kernel too, and never from within the call", async () => {
  const { fd, heard, stream, say, end } = line();
  const numbers = Array.from({ length: 1024 }, (_, place) => place + 1);
  say(events(numbers));
  assert.equal(heard.events.length, 0);
  await until("all are told", () => heard.events.length === 1024);
  assert.deepEqual(
    heard.events.map(({ number }) => number),
    numbers,
  );
  assert.deepEqual(heard.events[2], { level: true, at: 3_000_000n, number: 3 });
  stream[Symbol.dispose]();
  closeSync(fd);
  end();
});

test("a chip that goes away is told once, and not to whom has let go of the line", async () => {
  const [kept, left] = [line(), line()];
  left.stream[Symbol.dispose]();
  for (const { end } of [kept, left]) end();
  await until("it is told", () => kept.heard.gone > 0);
  kept.stream[Symbol.dispose]();
  for (const { fd } of [kept, left]) closeSync(fd);
  assert.deepEqual([kept.heard.gone, left.heard.gone], [1, 0]);
});

test("nobody holds the line's file once it is let go and closed", () => {
  const { fd, stream, say, end } = line();
  stream[Symbol.dispose]();
  closeSync(fd);
  assert.throws(() => say(events([1])), { code: "EPIPE" });
  end();
});
