import { crc16LowFirst } from "./crc16-low-first.ts";

/** CRC-16/ARC, that of P1 telegrams (DSMR P1 Companion Standard 5.0.2, section 6.2); 0xBB3D of `123456789`. */
export function crc16Arc(bytes: Uint8Array): number {
  return crc16LowFirst(bytes, 0);
}
