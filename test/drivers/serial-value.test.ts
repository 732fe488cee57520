import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { BusEvents } from "../../src/core/bus-events.ts";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import type { Machine } from "../../src/core/machine.ts";
import type { Sample } from "../../src/core/sample.ts";
import { serialValue } from "../../src/drivers/serial-value.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const temperature = affordancePath(asThingId("thing"), "temperature");
const humidity = affordancePath(asThingId("thing"), "humidity");

/** The driver over a port whose bytes the test hands in. */
function open(settings: Record<string, unknown> = {}) {
  const clock = new HandClock();
  const samples: Sample[] = [];
  const written: string[] = [];
  let push: (chunk: Uint8Array) => void = () => {};
  let events: BusEvents | undefined;
  const openSerialPort: Machine["openSerialPort"] = (_settings, take, busEvents) => {
    push = take;
    events = busEvents;
    const write = async (bytes: Uint8Array) => void written.push(Buffer.from(bytes).toString());
    return { isUp: true, write, [Symbol.asyncDispose]: async () => {} };
  };
  const context = {
    name: "meter",
    machine: { openSerialPort } as Machine,
    clock,
    readSecret: () => "",
    emit: (sample: Sample) => void samples.push(sample),
  };
  const connection = serialValue.open({ path: "/dev/ttyUSB0", baud_rate: 9600, ...settings }, context);
  connection.listen({ path: temperature, type: "number", settings: { match: "^T=(?<t>-?[0-9.]+)$" } });
  connection.listen({ path: humidity, type: "number", settings: { match: "^H=(?<h>[0-9]+)$" } });
  const told = () =>
    samples.splice(0).map((sample) => [sample.path, sample.kind === "value" ? sample.wire : sample.fault]);
  return {
    clock,
    connection,
    written,
    told,
    up: () => events?.up(),
    push: (bytes: string | Uint8Array) => push(Buffer.from(bytes)),
  };
}

test("a line for one property is no fault of the others", async () => {
  const { push, told } = open();
  push("T=21.50\nH=40\n");
  assert.deepEqual(told(), [
    [temperature, "21.50"],
    [humidity, "40"],
  ]);
});

test("a line that fits nobody is a fault of each, since nobody knows whose value it was", async () => {
  const { push, told } = open();
  push("T=ERR\n");
  assert.deepEqual(told(), [
    [temperature, "no-match"],
    [humidity, "no-match"],
  ]);
});

test("half a line at the opening is never taken for a value, a line after silence is", async () => {
  const { push, told, up, clock } = open();
  up();
  await clock.advance(20);
  push("T=1.50\nT=21.50\n");
  assert.deepEqual(told(), [[temperature, "21.50"]]);
  up();
  await clock.advance(200);
  push("T=22.00\n");
  assert.deepEqual(told(), [[temperature, "22.00"]]);
});

test("a line without an end is told once and costs no memory", async () => {
  const { push, told } = open({ max_line: 64 });
  for (let block = 0; block < 500; block++) push(Buffer.alloc(4096, 0x54));
  assert.deepEqual(told(), [
    [temperature, "too-long"],
    [humidity, "too-long"],
  ]);
  push("\nT=1\n");
  assert.deepEqual(told(), [[temperature, "1"]]);
});

test("a written value ends its line, unless a payload says itself how it ends", async () => {
  const { connection, written } = open();
  const { signal } = new AbortController();
  for (const to of [{}, { path: "/on" }, { payload: "ON={value};" }]) {
    await connection.output(to, temperature).write(true, signal);
  }
  assert.deepEqual(written, ["true\n", '{"on":true}\n', "ON=true;"]);
});

test("no bytes make it throw", () => {
  const { push, told } = open({ max_line: 16 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      push(bytes);
      told();
    }),
  );
});
