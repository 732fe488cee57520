import { crc16Arc } from "./crc16-arc.ts";
import { crc16Ccitt } from "./crc16-ccitt.ts";
import { crc16Modbus } from "./crc16-modbus.ts";
import { negativeSumOf, sumOf } from "./sum.ts";
import { xorOf } from "./xor.ts";

export type ByteOrder = "low-first" | "high-first";

export interface Checksum {
  /** Bytes that it takes in a frame. */
  readonly size: 1 | 2;
  /** In which order they usually stand there. */
  readonly order: ByteOrder;
  readonly of: (bytes: Uint8Array) => number;
}

/** Checksums by the names that the configuration has for them. */
export const checksumTable = {
  "crc16-modbus": { size: 2, order: "low-first", of: crc16Modbus },
  "crc16-ccitt": { size: 2, order: "high-first", of: crc16Ccitt },
  "crc16-arc": { size: 2, order: "low-first", of: crc16Arc },
  xor: { size: 1, order: "high-first", of: xorOf },
  sum: { size: 1, order: "high-first", of: (bytes) => sumOf(bytes, 8) },
  sum16: { size: 2, order: "high-first", of: (bytes) => sumOf(bytes, 16) },
  "negative-sum": { size: 1, order: "high-first", of: negativeSumOf },
} as const satisfies Record<string, Checksum>;

export type ChecksumName = keyof typeof checksumTable;

/** A number as the bytes of a frame. */
export function checksumBytes(sum: number, size: 1 | 2, order: ByteOrder): Uint8Array {
  if (size === 1) return Uint8Array.of(sum);
  const [low, high] = [sum & 0xff, sum >>> 8];
  return order === "low-first" ? Uint8Array.of(low, high) : Uint8Array.of(high, low);
}
