/** All bytes, exclusive or: the sum of NMEA 0183 and the block check of many scales. */
export function xorOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}
