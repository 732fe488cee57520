import assert from "node:assert/strict";
import { test } from "node:test";
import { checksumBytes, checksumTable } from "../../../src/drivers/checksums/checksum-table.ts";
import { crc16LowFirst } from "../../../src/drivers/checksums/crc16-low-first.ts";

/** What is published for the nine digits (catalogue of parametrised CRC algorithms, "check"), and what adds up by hand. */
const published = {
  "crc16-modbus": 0x4b37,
  "crc16-ccitt": 0x29b1,
  "crc16-arc": 0xbb3d,
  xor: 0x31,
  sum: 0xdd,
  sum16: 0x01dd,
  "negative-sum": 0x23,
};

test("each checksum of 123456789 is what is published", () => {
  const digits = Buffer.from("123456789");
  const found = Object.entries(checksumTable).map(([name, { of }]) => [name, of(digits)]);
  assert.deepEqual(Object.fromEntries(found), published);
});

test("the CRC by half bytes is that by bits", () => {
  for (let byte = 0; byte < 256; byte++) {
    let rest = 0xffff ^ byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ 0xa001 : rest >>> 1;
    assert.equal(crc16LowFirst(Uint8Array.of(byte), 0xffff), rest);
  }
});

test("a Modbus CRC stands with its low byte first, as in the specification's own example", () => {
  // Modbus over Serial Line 1.02, appendix B: 02 07 has the CRC 0x1241, sent as 41 12.
  const { of, size, order } = checksumTable["crc16-modbus"];
  assert.deepEqual([...checksumBytes(of(Uint8Array.of(0x02, 0x07)), size, order)], [0x41, 0x12]);
});

test("bytes of which there are none add up to nothing", () => {
  const none = new Uint8Array();
  for (const { of } of Object.values(checksumTable)) assert.ok([0, 0xffff].includes(of(none)));
});
