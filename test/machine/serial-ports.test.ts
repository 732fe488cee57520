import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { SerialSettings } from "../../src/core/serial-port.ts";
import { openPseudoTerminal } from "../../src/machine/pseudo-terminal.ts";
import { openSerialPort } from "../../src/machine/serial-ports.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { until } from "../fakes/until.ts";

const settings = (path: string): SerialSettings => ({
  port: { path },
  baudRate: 9600,
  dataBits: 8,
  stopBits: 1,
  parity: "none",
  rtsToSend: undefined,
});

function open(path: string) {
  const clock = new HandClock();
  const told: string[] = [];
  let bytes = "";
  const port = openSerialPort(
    settings(path),
    (chunk) => {
      bytes += Buffer.from(chunk).toString();
    },
    { up: () => told.push("up"), down: (reason) => told.push(reason) },
    clock,
  );
  return { clock, told, port, bytes: () => bytes };
}

test("a port that is unplugged just as bytes arrive, fifty times, comes back each time and leaks no file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "serial-ports-"));
  const path = join(folder, "usb-port0");
  const { port, told, clock, bytes } = open(path);
  {
    await using _ = port;
    const open: number[] = [];
    const rounds = 50;
    for (let round = 0; round < rounds; round++) {
      const terminal = await openPseudoTerminal();
      symlinkSync(terminal.path, path);
      await until(
        "it is up",
        () => port.isUp,
        () => clock.advance(500),
      );
      terminal.write(`round ${round};`);
      await until("the bytes are here", () => bytes().endsWith(`round ${round};`));
      terminal[Symbol.dispose]();
      rmSync(path);
      await until("it is down", () => !port.isUp);
      open.push(readdirSync("/proc/self/fd").length);
    }
    await until("files are closed", () => readdirSync("/proc/self/fd").length <= (open[0] ?? 0));
    assert.equal(told.filter((line) => line === "up").length, rounds);
    assert.equal(told.length, told[0] === "up" ? 2 * rounds : 2 * rounds + 1);
  }
  rmSync(folder, { recursive: true });
});

test("a port that is not there, is none, or is used by another is told in a sentence with the remedy", async () => {
  const folder = mkdtempSync(join(tmpdir(), "serial-ports-"));
  const file = join(folder, "file");
  writeFileSync(file, "");
  using terminal = await openPseudoTerminal();
  {
    const first = open(terminal.path);
    await using _ = first.port;
    await until("the first is up", () => first.port.isUp);
    const cases: readonly [string, RegExp][] = [
      [join(folder, "nothing"), /nothing is not there; check the cable and `path`/],
      [file, /file is no serial port/],
      [terminal.path, /is used by another program/],
    ];
    for (const [path, sentence] of cases) {
      const { port, told } = open(path);
      await using _ = port;
      await until("it is told", () => told.length === 1);
      assert.match(told[0] ?? "", sentence);
    }
  }
  rmSync(folder, { recursive: true });
});

test("a port whose RTS cannot be switched is told so, and not left open", async () => {
  using terminal = await openPseudoTerminal();
  const told: string[] = [];
  const events = { up: () => told.push("up"), down: (reason: string) => told.push(reason) };
  const before = readdirSync("/proc/self/fd").length;
  const rts = { ...settings(terminal.path), rtsToSend: true };
  await using _ = openSerialPort(rts, () => undefined, events, new HandClock());
  await until("it is told", () => told.length === 1);
  assert.match(told[0] ?? "", /cannot switch RTS .*; leave `direction` out/);
  await until("it is closed", () => readdirSync("/proc/self/fd").length <= before);
});

test("a USB adapter that is not there is told with what is", async () => {
  const told: string[] = [];
  const events = { up: () => told.push("up"), down: (reason: string) => told.push(reason) };
  const usb = { ...settings(""), port: { usb: "ffff:ffff:none" } };
  await using port = openSerialPort(usb, () => undefined, events, new HandClock());
  await assert.rejects(
    port.write(Buffer.from("x"), new AbortController().signal),
    /the USB port ffff:ffff:none is not open/,
  );
  await until("it is told", () => told.length === 1);
  assert.match(told[0] ?? "", /no port is ffff:ffff:none; there is .*; check the cable and `usb`/);
});

test("a port that takes nothing is opened anew when the write is given up, and what was stuck never comes out", async () => {
  using terminal = await openPseudoTerminal();
  const { port, told, clock } = open(terminal.path);
  await using _ = port;
  await until("it is up", () => port.isUp);
  terminal.pause();
  const controller = new AbortController();
  const stuck = port.write(Buffer.alloc(200_000, 0x78), controller.signal);
  controller.abort(new Error("too slow"));
  await assert.rejects(stuck, /too slow/);
  await until("it is down", () => !port.isUp);
  assert.match(told.at(-1) ?? "", /takes no bytes/);
  let heard = "";
  terminal.onData((chunk) => {
    heard += Buffer.from(chunk).toString();
  });
  terminal.resume();
  await until(
    "it is up again",
    () => port.isUp,
    () => clock.advance(500),
  );
  await port.write(Buffer.from("fresh\n"), new AbortController().signal);
  await until("the fresh bytes are here", () => heard.endsWith("fresh\n"));
  assert.ok(heard.length < 100_000);
});
