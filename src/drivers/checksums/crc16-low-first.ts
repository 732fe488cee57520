/** x^16 + x^15 + x^2 + 1, lowest bit first, by half bytes. */
const steps = Uint16Array.from({ length: 16 }, (_, low) => {
  let rest = low;
  for (let bit = 0; bit < 4; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ 0xa001 : rest >>> 1;
  return rest;
});

/** The CRC-16 that takes the lowest bit of each byte first. */
export function crc16LowFirst(bytes: Uint8Array, initial: number): number {
  let rest = initial;
  for (const byte of bytes) {
    rest ^= byte;
    rest = (rest >>> 4) ^ (steps[rest & 15] ?? 0);
    rest = (rest >>> 4) ^ (steps[rest & 15] ?? 0);
  }
  return rest;
}
