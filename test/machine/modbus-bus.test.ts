import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { test } from "node:test";
import type { ModbusAnswer, ModbusBus, ModbusRequest, ModbusSettings } from "../../src/core/modbus-bus.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import { openModbusBus } from "../../src/machine/modbus-bus.ts";
import { openPseudoTerminal } from "../../src/machine/pseudo-terminal.ts";
import { modbusOverLine, modbusOverTcp, modbusStations, type Stations } from "../drivers/rigs/modbus-stations.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { until } from "../fakes/until.ts";

interface OpenBus extends AsyncDisposable {
  readonly bus: ModbusBus;
  readonly clock: HandClock;
  readonly losses: string[];
}

async function open(settings: ModbusSettings): Promise<OpenBus> {
  const clock = new HandClock();
  const losses: string[] = [];
  const bus = openModbusBus(settings, { up: () => {}, down: (reason) => void losses.push(reason) }, clock);
  await until("the bus is up or down", () => bus.isUp || losses.length > 0);
  return { bus, clock, losses, [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() };
}

function line(path: string): ModbusSettings {
  return {
    over: "line",
    port: { path },
    baudRate: 9600,
    dataBits: 8,
    stopBits: 1,
    parity: "none",
    rtsToSend: undefined,
  };
}

function tcp(port: number, over: "tcp" | "rtu-over-tcp" = "tcp"): ModbusSettings {
  return { over, host: "127.0.0.1", port };
}

async function playStations(bus: ModbusBus, stations: Stations): Promise<void> {
  stations.set(7, "holding", 10, [1, 65_535, 3]);
  stations.set(7, "input", 0, [42]);
  stations.set(7, "coil", 0, [1, 0, 1, 1, 0, 0, 0, 0, 1, 1]);
  stations.set(7, "discrete", 3, [1]);
  const at = { unit: 7 } as const;
  const asked: readonly (readonly [request: ModbusRequest, answer: ModbusAnswer])[] = [
    [
      { ...at, kind: "read", table: "holding", address: 10, count: 3 },
      { kind: "data", data: [1, 65_535, 3] },
    ],
    [
      { ...at, kind: "read", table: "input", address: 0, count: 1 },
      { kind: "data", data: [42] },
    ],
    [
      { ...at, kind: "read", table: "coil", address: 0, count: 10 },
      { kind: "data", data: [1, 0, 1, 1, 0, 0, 0, 0, 1, 1] },
    ],
    [
      { ...at, kind: "read", table: "discrete", address: 3, count: 1 },
      { kind: "data", data: [1] },
    ],
    [
      { ...at, kind: "read", table: "holding", address: 99, count: 2 },
      { kind: "exception", code: 2 },
    ],
    [
      { ...at, kind: "write-coil", address: 1, bit: 1 },
      { kind: "data", data: [] },
    ],
    [
      { ...at, kind: "write-register", address: 10, register: 500 },
      { kind: "data", data: [] },
    ],
    [
      { ...at, kind: "write-registers", address: 11, registers: [7, 8] },
      { kind: "data", data: [] },
    ],
    [
      { ...at, kind: "read", table: "holding", address: 10, count: 3 },
      { kind: "data", data: [500, 7, 8] },
    ],
    [
      { ...at, kind: "read", table: "coil", address: 1, count: 1 },
      { kind: "data", data: [1] },
    ],
  ];
  for (const [request, answer] of asked)
    assert.deepEqual(await bus.ask(request, 1000), answer, JSON.stringify(request));
}

test("every table of a station is read and written over TCP, at modbus-serial's own server", async () => {
  const stations = modbusStations();
  await using far = await modbusOverTcp(stations);
  await using opened = await open(tcp(far.port));
  await playStations(opened.bus, stations);
});

test("every table of a station is read and written over a serial line, at modbus-serial's own server", async () => {
  const stations = modbusStations();
  await using far = await modbusOverLine(stations);
  await using opened = await open(line(far.path));
  await playStations(opened.bus, stations);
});

const read: ModbusRequest = { kind: "read", unit: 1, table: "holding", address: 0, count: 1 };
/** 01 03 02 00 2A with its CRC. */
const answer = Buffer.from("010302002a39 9b".replaceAll(" ", ""), "hex");

/** A far end that says what a test tells it to, to each question. */
async function farEnd(reply: (question: Buffer, socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("data", (question) => reply(question, socket));
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** What a bus makes of bytes that come as its answer; the clock is moved on when nothing comes of them. */
async function answerOf(over: "tcp" | "rtu-over-tcp", reply: (question: Buffer, socket: Socket) => void) {
  await using far = await farEnd(reply);
  await using opened = await open(tcp(far.port, over));
  let isOver = false;
  const asked = opened.bus.ask(read, 1000).finally(() => {
    isOver = true;
  });
  const deadline = performance.now() + 100;
  await until("it is answered", async () => {
    if (!isOver && performance.now() > deadline) await opened.clock.advance(1000);
    return isOver;
  });
  return await asked;
}

test("an answer is found behind noise, in pieces, and where it is an exception", async () => {
  const data = { kind: "data", data: [42] };
  assert.deepEqual(await answerOf("rtu-over-tcp", (_, socket) => socket.write(answer)), data);
  assert.deepEqual(
    await answerOf("rtu-over-tcp", (_, socket) => socket.write(Buffer.concat([Buffer.of(0, 1, 1, 255), answer]))),
    data,
  );
  const inPieces = (_: Buffer, socket: Socket): void => {
    socket.write(answer.subarray(0, 3));
    setImmediate(() => socket.write(answer.subarray(3)));
  };
  assert.deepEqual(await answerOf("rtu-over-tcp", inPieces), data);
  const exception = Buffer.from("018302c0f1", "hex");
  assert.deepEqual(await answerOf("rtu-over-tcp", (_, socket) => socket.write(exception)), {
    kind: "exception",
    code: 2,
  });
});

test("what is no answer to the question is damaged, and what does not come is silence", async () => {
  const over = async (hex: string) => answerOf("rtu-over-tcp", (_, socket) => socket.write(Buffer.from(hex, "hex")));
  const kinds = [
    await over("0103020 02a399c".replaceAll(" ", "")),
    await over("0203020 02a".replaceAll(" ", "")),
    await over("0103"),
    await answerOf("rtu-over-tcp", () => {}),
  ];
  assert.deepEqual(
    kinds.map((found) => (found.kind === "damaged" ? found.detail : found.kind)),
    [
      "the checksum of the answer is wrong",
      "5 bytes came that are no answer",
      "2 bytes came that are no answer",
      "silence",
    ],
  );
});

/** A telegram of Modbus TCP with the number of its question. */
const telegram = (question: Buffer, body: string, number = question.readUInt16BE(0)): Buffer => {
  const bytes = Buffer.from(body.replaceAll(" ", ""), "hex");
  const head = Buffer.alloc(6);
  head.writeUInt16BE(number & 0xffff, 0);
  head.writeUInt16BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
};

test("over TCP a station that lies is found out: of another question, unit, function, or length", async () => {
  const over = (body: string, by = 0) =>
    answerOf("tcp", (question, socket) => socket.write(telegram(question, body, question.readUInt16BE(0) + by)));
  assert.deepEqual(await over("01 03 02 002A"), { kind: "data", data: [42] });
  assert.deepEqual(await over("01 03 02 002A", 1), { kind: "silence" });
  for (const body of [
    "02 03 02 002A",
    "01 04 02 002A",
    "01 03 04 002A 002B",
    "01 03 04 002A",
    "01 03 00 002A",
    "01 03",
    "01",
  ]) {
    assert.equal((await over(body)).kind, "damaged", body);
  }
});

test("a connection whose other end is gone without a word is made anew, and nobody is told unless that fails", async () => {
  let isDeaf = true;
  await using far = await farEnd((question, socket) => {
    if (!isDeaf) socket.write(telegram(question, "01 03 02 002A"));
  });
  await using opened = await open(tcp(far.port));
  for (let asked = 0; asked < 3; asked++) {
    const silent = opened.bus.ask(read, 1000);
    await opened.clock.advance(1000);
    assert.deepEqual(await silent, { kind: "silence" });
  }
  isDeaf = false;
  await until("it is connected anew", () => opened.bus.isUp && far.sockets.size === 2);
  assert.deepEqual(await opened.bus.ask(read, 1000), { kind: "data", data: [42] });
  assert.deepEqual(opened.losses, []);
});

test("a question under way when the connection ends is unconfirmed, and the next is refused", async () => {
  await using far = await farEnd((_, socket) => socket.destroy());
  await using opened = await open(tcp(far.port));
  const isFailure = (code: string) => (error: unknown) => error instanceof WriteFailure && error.code === code;
  await assert.rejects(opened.bus.ask(read, 1000), isFailure("unconfirmed"));
  await assert.rejects(opened.bus.ask(read, 1000), isFailure("connection-down"));
  assert.deepEqual(opened.losses, [`127.0.0.1:${far.port} closed the connection`]);
});

test("what is not there is told in a sentence with the remedy", async () => {
  const far = await farEnd(() => {});
  await far[Symbol.asyncDispose]();
  await using refused = await open(tcp(far.port));
  assert.match(
    refused.losses.join(),
    /^nothing listens at 127\.0\.0\.1:\d+; check the address, the port and the device$/,
  );
  await using unnamed = await open({ over: "tcp", host: "no-such-host.invalid", port: 502 });
  assert.match(unnamed.losses.join(), /^the name of no-such-host\.invalid:502 cannot be looked up/);
  await using unplugged = await open(line("/dev/no-such-port"));
  assert.match(unplugged.losses.join(), /^\/dev\/no-such-port is not there; check the cable and `path`$/);
});

test("a line that is unplugged is told of as soon as it is", async () => {
  const terminal = await openPseudoTerminal();
  terminal.onData(() => terminal.write(answer));
  await using opened = await open(line(terminal.path));
  assert.deepEqual(await opened.bus.ask(read, 1000), { kind: "data", data: [42] });
  terminal[Symbol.dispose]();
  await until("the loss is told", () => opened.losses.length > 0);
  assert.match(opened.losses.join(), /was unplugged$/);
  assert.equal(opened.bus.isUp, false);
});
