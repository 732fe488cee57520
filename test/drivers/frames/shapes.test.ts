import assert from "node:assert/strict";
import { test } from "node:test";
import { cut } from "./cut.ts";

test("fixed: so many bytes, which begin as they must", () => {
  assert.deepEqual(cut({ frame: { fixed: 3, start: "FF86" } }, ["FF 86 01 FF", "86 02"]), ["ff8601", "ff8602"]);
});

test("fixed: a checksum alone shows where a frame begins", () => {
  assert.deepEqual(cut({ frame: { fixed: 3 }, check: { by: "sum" } }, ["99", "01 02 03", "04 05 09"]), [
    "bad-checksum",
    "010203",
    "040509",
  ]);
});

test("until: everything up to the mark, which is not part of the text", () => {
  const until = { frame: { until: "0D0A" } };
  assert.deepEqual(cut(until, [Buffer.from("a\rb\r"), Buffer.from("\nc\r\n\r\n")], "text"), ["a\rb", "c"]);
});

test("until: bytes behind the mark belong to the frame", () => {
  const settings = { frame: { until: "03", after: 1 }, check: { by: "xor" } } as const;
  assert.deepEqual(cut(settings, [Buffer.from("AB\x03"), Uint8Array.of(0x41 ^ 0x42 ^ 0x03)], "text"), ["AB"]);
  assert.deepEqual(cut(settings, [Buffer.from("AB\x03\x01CD\x03"), Uint8Array.of(0x04)], "text"), [
    "bad-checksum",
    "CD",
  ]);
});

test("start and end: what stands between is the text, what stands outside is nothing", () => {
  assert.deepEqual(cut({ frame: { start: "02", end: "03" } }, [Buffer.from("x\x02ab\x03y\x02\x03\x02c\x03")], "text"), [
    "ab",
    "c",
  ]);
});

test("start and end: an end that never comes costs the bytes up to the next beginning, not the next frame", () => {
  const settings = { frame: { start: "02", end: "03" }, max_frame: 16 };
  assert.deepEqual(cut(settings, [Buffer.from(`\x02${"a".repeat(20)}\x02ok\x03`)], "text"), ["too-long", "ok"]);
});

test("length: the frame says how long it is", () => {
  const byte = { frame: { start: "AA55", length: { at: 2, add: 4 } } };
  assert.deepEqual(cut(byte, ["AA 55 01 07 99", "AA 55 00 98"]), ["aa55010799", "aa550098"]);
  assert.deepEqual(cut({ frame: { start: "42 4D", length: { at: 2, as: "u16be", add: 4 } } }, ["42 4D 00 02 01 02"]), [
    "424d00020102",
  ]);
  assert.deepEqual(cut({ frame: { start: "42", length: { at: 1, as: "u16le", add: 3 } } }, ["42 01 00 07"]), [
    "42010007",
  ]);
});

test("length: one that is longer than allowed is told and waited for by nobody", () => {
  const settings = { frame: { start: "AA", length: { at: 1, add: 2 } }, check: { by: "sum" }, max_frame: 16 } as const;
  assert.deepEqual(cut(settings, ["AA F0", "AA 02 01 AD"]), ["too-long", "aa0201ad"]);
});

test("nmea: the text is what the checksum covers", () => {
  const sentence = Buffer.from("$WIMWV,045,R,011.63,N,A*09\r\n");
  assert.deepEqual(cut({ frame: "nmea" }, [sentence], "text"), ["WIMWV,045,R,011.63,N,A"]);
  assert.deepEqual(cut({ frame: "nmea" }, [Buffer.from("$WIMWV,046,R,011.63,N,A*09\r\n"), sentence], "text"), [
    "bad-checksum",
    "WIMWV,045,R,011.63,N,A",
  ]);
  assert.deepEqual(cut({ frame: "nmea" }, [Buffer.from("$WIMWV,045,R\r\n$\n*\r\n"), sentence], "text"), [
    "bad-checksum",
    "bad-checksum",
    "WIMWV,045,R,011.63,N,A",
  ]);
});

test("p1: a telegram whose checksum is wrong by one character is none", () => {
  const telegram = "/ISK5\\2M550T-1012\r\n\r\n1-0:1.8.1(000000.001*kWh)\r\n!";
  // The sum is known from the standard's own example in devices/dsmr/meter.yaml; here it is made.
  const bytes = Buffer.from(telegram);
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 1 ? (sum >>> 1) ^ 0xa001 : sum >>> 1;
  }
  const end = `${sum.toString(16).toUpperCase().padStart(4, "0")}\r\n`;
  const good = Buffer.from(telegram + end);
  assert.deepEqual(cut({ frame: "p1" }, [good.subarray(0, 30), good.subarray(30)], "text"), [telegram.slice(1, -1)]);
  const bad = Buffer.from(good);
  bad[40] = 0x39;
  assert.deepEqual(cut({ frame: "p1" }, [bad, good], "text"), ["bad-checksum", telegram.slice(1, -1)]);
});

test("a checksum may stand anywhere, in digits, and cover a part", () => {
  const { frame } = { frame: { start: "02", end: "03" } };
  const hex = { by: "sum", from: 1, at: -3, hex: true } as const;
  assert.deepEqual(cut({ frame, check: hex }, [Buffer.from("\x02AB83\x03\x02AB84\x03")], "text"), [
    "AB83",
    "bad-checksum",
  ]);
  const low = { by: "crc16-ccitt", order: "low-first", to: 9 } as const;
  const digits = Buffer.from("123456789");
  assert.deepEqual(cut({ frame: { fixed: 11 }, check: low }, [digits, "B1 29"]), [`${digits.toString("hex")}b129`]);
});

test("a frame that is too short for its checksum is damaged", () => {
  assert.deepEqual(cut({ frame: { until: "0A" }, check: { by: "crc16-modbus", from: 3 } }, [Buffer.from("a\n")]), [
    "bad-checksum",
  ]);
});
