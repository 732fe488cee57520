/** CRC-32C (Castagnoli, RFC 3720 appendix B.4) of the bytes, from 0 to 2^32 - 1. Notices every burst of up to 32 bits. */
export function crc32c(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  const inFours = bytes.length - (bytes.length % 4);
  for (let place = 0; place < inFours; place += 4) {
    rest ^=
      at(bytes, place) | (at(bytes, place + 1) << 8) | (at(bytes, place + 2) << 16) | (at(bytes, place + 3) << 24);
    rest =
      at(table, 768 + (rest & 0xff)) ^
      at(table, 512 + ((rest >>> 8) & 0xff)) ^
      at(table, 256 + ((rest >>> 16) & 0xff)) ^
      at(table, rest >>> 24);
  }
  for (let place = inFours; place < bytes.length; place++) {
    rest = at(table, (rest ^ at(bytes, place)) & 0xff) ^ (rest >>> 8);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

/** 0x1EDC6F41 with its bits in reverse. */
const polynomial = 0x82f63b78;

/** What a byte adds to the sum, and what it adds with one, two and three bytes after it, 256 each. */
const table = new Int32Array(4 * 256);
for (let place = 0; place < table.length; place++) {
  let rest = place < 256 ? place : at(table, place - 256);
  if (place < 256) for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
  else rest = at(table, rest & 0xff) ^ (rest >>> 8);
  table[place] = rest;
}

function at(numbers: Uint8Array | Int32Array, place: number): number {
  return numbers[place] ?? 0;
}
