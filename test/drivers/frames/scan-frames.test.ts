import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cpuMs, longestHoldMs } from "../../fakes/fuzz-runs.ts";
import { type Cut, cut, cutter } from "./cut.ts";

const checked: Cut = { frame: { fixed: 4, start: "AA" }, check: { by: "sum" } };

test("after a damaged frame the next beginning within it is found", () => {
  // The first byte of a true frame is lost, and a byte of the data looks like a beginning.
  assert.deepEqual(cut(checked, ["AA 01 02 AD"]), ["aa0102ad"]);
  assert.deepEqual(cut(checked, ["AA AA 01 02 AD"]), ["bad-checksum", "aa0102ad"]);
  assert.deepEqual(cut(checked, ["AA 02 AD", "AA 01 02 AD"]), ["bad-checksum", "aa0102ad"]);
});

test("a damaged frame is told once, however many beginnings stand in it", () => {
  const told = cut({ frame: { fixed: 64, start: "AA" }, check: { by: "crc16-modbus" } }, [Buffer.alloc(64, 0xaa)]);
  assert.deepEqual(told, ["bad-checksum"]);
});

test("a stream in which no frame begins is told once as too long, and again after a good frame", () => {
  const { scanner, told } = cutter({ frame: { start: "02", end: "03" }, max_frame: 32 }, "text");
  for (let block = 0; block < 100; block++) scanner.push(Buffer.alloc(50, 0x41));
  assert.deepEqual(told, ["too-long"]);
  scanner.push(Buffer.from("\x02ok\x03"));
  scanner.push(Buffer.alloc(2000, 0x41));
  assert.deepEqual(told, ["too-long", "ok", "too-long"]);
});

test("without a mark at the end or a checksum a frame begins only after silence", () => {
  const { scanner, told } = cutter({ frame: { fixed: 3, start: "AA" } });
  scanner.restart(true);
  scanner.push(Buffer.from("aa0102aa0102", "hex"));
  assert.deepEqual(told, []);
  scanner.silence();
  scanner.push(Buffer.from("aa0102", "hex"));
  scanner.push(Buffer.from("bb", "hex"));
  scanner.push(Buffer.from("aa0304", "hex"));
  scanner.silence();
  scanner.push(Buffer.from("aa0506", "hex"));
  assert.deepEqual(told, ["aa0102", "aa0506"]);
});

test("silence within a frame that has a checksum costs nothing", () => {
  const { scanner, told } = cutter(checked);
  scanner.push(Buffer.from("aa01", "hex"));
  scanner.silence();
  scanner.push(Buffer.from("02ad", "hex"));
  assert.deepEqual(told, ["aa0102ad"]);
});

const shapes: readonly Cut[] = [
  { frame: "line" },
  { frame: "p1", max_frame: 64 },
  { frame: "nmea", max_frame: 64 },
  { frame: { fixed: 5, start: "AA" } },
  { frame: { fixed: 5 }, check: { by: "xor" } },
  { frame: { until: "0D0A", after: 1 }, max_frame: 16 },
  { frame: { until: "41" }, check: { by: "sum", hex: true }, max_frame: 32 },
  { frame: { start: "0202", end: "03", after: 2 }, check: { by: "crc16-ccitt" }, max_frame: 32 },
  { frame: { start: "AA", length: { at: 1, add: 3 } }, check: { by: "sum" }, max_frame: 32 },
  { frame: { length: { at: 0, as: "u16le" } }, check: { by: "crc16-modbus" }, max_frame: 32 },
];

test("any bytes in any chunks give the same frames, whatever the shape", () => {
  const byte = fc.oneof(fc.constantFrom(0xaa, 0x02, 0x03, 0x0a, 0x0d, 0x21, 0x24, 0x2f, 0x41), fc.nat(255));
  const chunks = fc.array(fc.array(byte, { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)));
  fc.assert(
    fc.property(fc.constantFrom(...shapes), chunks, (shape, parts) => {
      assert.deepEqual(cut(shape, parts), cut(shape, [Buffer.concat(parts)]));
    }),
    { numRuns: 500 },
  );
});

test("a frame that came whole is found behind any bytes, if they hold no beginning", () => {
  const quiet = fc.array(fc.integer({ min: 0x30, max: 0x39 })).map((bytes) => Uint8Array.from(bytes));
  fc.assert(
    fc.property(quiet, (noise) => {
      assert.deepEqual(cut(checked, [noise, "AA 01 02 AD"]).at(-1), "aa0102ad");
    }),
  );
});

test("the dearest bytes cost time linear to their number", () => {
  const most = 65_536;
  const dear: readonly [Cut, Buffer][] = [
    [{ frame: { fixed: most, start: "AA" }, check: { by: "crc16-ccitt" } }, Buffer.alloc(2 * most, 0xaa)],
    [{ frame: { start: "AA", end: "BB" }, max_frame: most }, Buffer.alloc(2 * most, 0xaa)],
    [{ frame: "nmea", max_frame: most }, Buffer.from("$".repeat(2 * most))],
    [{ frame: "p1", max_frame: most }, Buffer.from("/".repeat(2 * most))],
    [
      { frame: { start: "FF", length: { at: 1, as: "u16be" } }, check: { by: "crc16-ccitt" }, max_frame: most },
      Buffer.alloc(2 * most, 0xff),
    ],
  ];
  for (const [settings, bytes] of dear) {
    const before = cpuMs();
    cut(settings, [bytes]);
    assert.ok(cpuMs() - before < 10 * longestHoldMs, JSON.stringify(settings));
  }
});
