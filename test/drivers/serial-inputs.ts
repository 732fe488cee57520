import fc from "fast-check";
import { checksumBytes, checksumTable } from "../../src/drivers/checksums/checksum-table.ts";

/** Most bytes of one input: those of the longest frame that can be allowed. */
const mostBytes = 65_536;

/** Bytes that mean something to some shape of frame or to some way to get a value out of it. */
const telling = [0x00, 0x02, 0x03, 0x0a, 0x0d, 0x21, 0x22, 0x24, 0x28, 0x29, 0x2a, 0x2c, 0x2f, 0x30, 0x41, 0xaa, 0xff];

const summed = (bytes: Buffer): Buffer => {
  const { of, size, order } = checksumTable["crc16-modbus"];
  return Buffer.concat([bytes, checksumBytes(of(bytes), size, order)]);
};

/** Frames as stations send them, good ones. */
const good: readonly Buffer[] = [
  Buffer.from("RH= 98.4 %RH T= 31.1 'C\r\n"),
  Buffer.from('2026-01-01,21.50,"a, b",,40\n'),
  Buffer.from('{"a":[1,{"b":2.5}]}\n'),
  Buffer.from("$WIMWV,045,R,011.63,N,A*09\r\n"),
  Buffer.from("/ISK5\\2M550T-1012\r\n\r\n1-0:1.8.1(000000.001*kWh)\r\n0-1:24.3.0(1)(m3)\r\n(00124.477)\r\n!0000\r\n"),
  Buffer.from("ff86022000000000058"),
  Buffer.from("ff8602200000000058", "hex"),
  Buffer.from("\x02N+0012.3 g\x03"),
  summed(Buffer.from("aa5505010203", "hex")),
];

const byte = fc.oneof(fc.constantFrom(...telling), fc.nat(255));

/** A frame with some bytes turned, left out, doubled or put in. */
const damaged = fc
  .tuple(
    fc.constantFrom(...good),
    fc.array(fc.tuple(fc.nat(400), fc.constantFrom("turn", "cut", "double", "put"), byte), { maxLength: 4 }),
  )
  .map(([frame, damages]) => {
    let bytes = frame;
    for (const [place, how, put] of damages) {
      const at = place % (bytes.length + 1);
      const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
      const rest = { turn: after.subarray(1), cut: after.subarray(1), double: after, put: after }[how];
      const middle = { turn: Buffer.of(put), cut: Buffer.of(), double: before.subarray(-9), put: Buffer.of(put) }[how];
      bytes = Buffer.concat([before, middle, rest]);
    }
    return bytes;
  });

/** Little, said over and over, up to the longest frame. */
const endless = fc
  .tuple(
    fc.oneof(
      damaged,
      fc.array(byte, { minLength: 1, maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
    ),
    fc.integer({ min: 1, max: mostBytes }),
  )
  .map(([bytes, size]) => Buffer.alloc(size, bytes.length === 0 ? 0 : bytes));

const noise = fc.array(byte, { maxLength: 300 }).map((bytes) => Buffer.from(bytes));

/** What may come from a line, kind or not. */
export const serialInput: fc.Arbitrary<Uint8Array> = fc.oneof(
  { arbitrary: fc.array(damaged, { maxLength: 8 }).map((frames) => Buffer.concat(frames)), weight: 6 },
  { arbitrary: noise, weight: 3 },
  { arbitrary: endless, weight: 1 },
);
