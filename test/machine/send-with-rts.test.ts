import assert from "node:assert/strict";
import { test } from "node:test";
import { type SendingPort, sendPlainly, sendWithRts } from "../../src/machine/send-with-rts.ts";

/** A port that notes what it is told; bytes have left when the test says so. */
function notingPort(refusal: Error | null = null) {
  const told: string[] = [];
  const draining: ((error: Error | null) => void)[] = [];
  const port: SendingPort = {
    write: (bytes) => told.push(Buffer.from(bytes).toString()),
    drain: (done) => draining.push(done),
    set({ rts }, done) {
      told.push(rts ? "RTS up" : "RTS down");
      done(refusal);
    },
  };
  return { port, told, leave: (error: Error | null = null) => draining.shift()?.(error) };
}

test("RTS stands from before the first byte until the last has left", () => {
  const { port, told, leave } = notingPort();
  const outcomes: unknown[] = [];
  const send = sendWithRts(port, true);
  send(Buffer.from("one"), (error) => outcomes.push(error));
  assert.deepEqual(told, ["RTS up", "one"]);
  leave();
  assert.deepEqual([told, outcomes], [["RTS up", "one", "RTS down"], [null]]);
});

test("where it is inverted RTS is lowered to send", () => {
  const { port, told, leave } = notingPort();
  sendWithRts(port, false)(Buffer.from("one"), () => undefined);
  leave();
  assert.deepEqual(told, ["RTS down", "one", "RTS up"]);
});

test("what is sent meanwhile waits, so that nothing is cut off", () => {
  const { port, told, leave } = notingPort();
  const send = sendWithRts(port, true);
  send(Buffer.from("one"), () => undefined);
  send(Buffer.from("two"), () => undefined);
  assert.deepEqual(told, ["RTS up", "one"]);
  leave();
  leave();
  assert.deepEqual(told, ["RTS up", "one", "RTS down", "RTS up", "two", "RTS down"]);
});

test("bytes that did not leave, and a direction that cannot be turned, are told", () => {
  const broken = notingPort();
  const outcomes: unknown[] = [];
  const failure = new Error("unplugged");
  sendWithRts(broken.port, true)(Buffer.from("one"), (error) => outcomes.push(error));
  broken.leave(failure);
  const refused = notingPort(failure);
  sendWithRts(refused.port, true)(Buffer.from("one"), (error) => outcomes.push(error));
  assert.deepEqual(outcomes, [failure, failure]);
  assert.deepEqual(refused.told, ["RTS up"]);
});

test("without a direction bytes are sent as they are", () => {
  const { port, told } = notingPort();
  sendPlainly(port)(Buffer.from("one"), () => undefined);
  assert.deepEqual(told, ["one"]);
});
