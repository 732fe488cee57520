/** x^16 + x^12 + x^5 + 1, highest bit first, by half bytes. */
const steps = Uint16Array.from({ length: 16 }, (_, high) => {
  let rest = high << 12;
  for (let bit = 0; bit < 4; bit++) rest = (rest & 0x8000) === 0 ? rest << 1 : (rest << 1) ^ 0x1021;
  return rest;
});

/** CRC-16/CCITT-FALSE: begins with 0xFFFF; 0x29B1 of `123456789`. */
export function crc16Ccitt(bytes: Uint8Array): number {
  let rest = 0xffff;
  for (const byte of bytes) {
    rest ^= byte << 8;
    rest = ((rest << 4) & 0xffff) ^ (steps[rest >>> 12] ?? 0);
    rest = ((rest << 4) & 0xffff) ^ (steps[rest >>> 12] ?? 0);
  }
  return rest;
}
