import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import modbusSerial from "modbus-serial";
import type { ModbusAnswer, ModbusRequest, ModbusTable } from "../../src/core/modbus-bus.ts";
import { callModbus } from "../../src/machine/call-modbus.ts";
import { openModbusBus } from "../../src/machine/modbus-bus.ts";
import { RtuPort } from "../../src/machine/rtu-port.ts";
import { fuzzRuns, leastCpuMs, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { heldBytes } from "../fakes/held-bytes.ts";
import { until } from "../fakes/until.ts";

const tables: readonly ModbusTable[] = ["coil", "discrete", "holding", "input"];
const place = { unit: fc.integer({ min: 0, max: 3 }), address: fc.integer({ min: 0, max: 65_000 }) };

const request: fc.Arbitrary<ModbusRequest> = fc.oneof(
  fc.record({
    ...place,
    kind: fc.constant("read" as const),
    table: fc.constantFrom(...tables),
    count: fc.integer({ min: 1, max: 125 }),
  }),
  fc.record({ ...place, kind: fc.constant("write-coil" as const), bit: fc.constantFrom(0 as const, 1 as const) }),
  fc.record({
    ...place,
    kind: fc.constant("write-register" as const),
    register: fc.integer({ min: 0, max: 65_535 }),
  }),
  fc.record({
    ...place,
    kind: fc.constant("write-registers" as const),
    registers: fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 4 }),
  }),
);

/** Bytes that often begin as an answer would. */
const chunk = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .tuple(
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom(1, 2, 3, 4, 5, 6, 16, 0x83, 0x81),
      fc.uint8Array({ maxLength: 260 }),
    )
    .map(([unit, code, rest]) => Uint8Array.of(unit, code, ...rest)),
);

/** Whether it is an answer that such a question can have. */
function assertFits(asked: ModbusRequest, answer: ModbusAnswer): void {
  if (answer.kind !== "data") return;
  assert.equal(answer.data.length, asked.kind === "read" ? asked.count : 0);
  for (const value of answer.data) assert.ok(Number.isInteger(value) && value >= 0 && value <= 65_535);
}

/** Most bytes that a run may leave behind. */
const mostLeft = 4_000_000;

test("whatever comes over a line in answer to a question: nothing is thrown or held on to, and nothing holds the loop", async () => {
  const port = new RtuPort(() => {});
  const client = new modbusSerial.default(port);
  await new Promise((opened) => client.open(opened));
  const before = await heldBytes();
  await fc.assert(
    fc.asyncProperty(request, fc.array(chunk, { maxLength: 8 }), async (asked, chunks) => {
      const ms = await leastCpuMs(async () => {
        const answers: ModbusAnswer[] = [];
        void callModbus(client, asked).then((answer) => answers.push(answer));
        for (const part of chunks) port.take(part);
        assert.ok(port.forget() <= 512);
        await Promise.resolve();
        for (const answer of answers) assertFits(asked, answer);
      });
      assert.ok(ms < longestHoldMs, `${ms} ms of CPU`);
    }),
    fuzzRuns(2000),
  );
  assert.ok((await heldBytes()) - before < mostLeft);
});

test("whatever comes over TCP in answer to a question: nothing is thrown, and the next connection is as good as new", async () => {
  let reply: readonly Uint8Array[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", () => {
      for (const part of reply) socket.write(part);
      socket.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const head = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 300 }), chunk)
    .map(([number, length, body]) => Buffer.concat([Buffer.of(0, number, 0, 0, length >> 8, length & 0xff), body]));
  await fc.assert(
    fc.asyncProperty(request, fc.array(fc.oneof(head, chunk), { maxLength: 4 }), async (asked, parts) => {
      reply = parts;
      const clock = new HandClock();
      await using bus = openModbusBus(
        { over: "tcp", host: "127.0.0.1", port },
        { up: () => {}, down: () => {} },
        clock,
      );
      await until("it is up", () => bus.isUp);
      await bus.ask(asked, 1000).then(
        (answer) => assertFits(asked, answer),
        (error: unknown) => assert.match(String(error), /closed the connection/),
      );
    }),
    fuzzRuns(100),
  );
  await new Promise((closed) => server.close(closed));
});
