/** All bytes added up, the lowest `bits` of it. */
export function sumOf(bytes: Uint8Array, bits: 8 | 16): number {
  const sum = bytes.reduce((sum, byte) => sum + byte, 0);
  return sum & (bits === 8 ? 0xff : 0xffff);
}

/** What has to be added to the bytes for a sum of 0 (mod 256): their two's complement. */
export function negativeSumOf(bytes: Uint8Array): number {
  return -sumOf(bytes, 8) & 0xff;
}
