import { crc16LowFirst } from "./crc16-low-first.ts";

/** CRC-16/MODBUS ("Modbus over Serial Line" 1.02, section 6.2.2); 0x4B37 of `123456789`. */
export function crc16Modbus(bytes: Uint8Array): number {
  return crc16LowFirst(bytes, 0xffff);
}
