import {
  type ByteOrder,
  type Checksum,
  type ChecksumName,
  checksumBytes,
  checksumTable,
} from "../checksums/checksum-table.ts";
import type { FrameShape } from "./frame-shape.ts";

/** Where in a frame its checksum stands, and of what. Offsets below 0 count from the frame's end. */
export interface FrameCheck {
  readonly by: ChecksumName;
  /** First byte that it covers. Default: the first of the frame. */
  readonly from?: number;
  /** The byte behind the last that it covers. Default: where the checksum stands. */
  readonly to?: number;
  /** Where the checksum stands. Default: at the very end. */
  readonly at?: number;
  readonly order?: ByteOrder;
  /** It stands there in hexadecimal digits. */
  readonly hex?: boolean;
}

/** Bytes that the checksum takes in a frame. */
export function checkSize({ by, hex }: FrameCheck): number {
  return checksumTable[by].size * (hex === true ? 2 : 1);
}

/** A shape whose frames also have a checksum; one that is wrong is `broken`. */
export function checkedShape(shape: FrameShape, check: FrameCheck): FrameShape {
  return {
    ...shape,
    isProven: true,
    look(bytes, seen) {
      const look = shape.look(bytes, seen);
      if (look.kind !== "frame") return look;
      const wrong = findWrong(bytes.subarray(0, look.length), check);
      if (wrong === undefined) return look;
      return { kind: "broken", length: look.length, fault: "bad-checksum", detail: wrong };
    },
  };
}

/** What is wrong with a frame's checksum, to be put in words; undefined where it is right. */
function findWrong(frame: Uint8Array, check: FrameCheck): (() => string) | undefined {
  const size = checkSize(check);
  const place = (offset: number): number => (offset < 0 ? frame.length + offset : offset);
  const at = place(check.at ?? -size);
  const to = check.to === undefined ? at : place(check.to);
  const from = place(check.from ?? 0);
  if (at < 0 || at + size > frame.length || from < 0 || from > to || to > frame.length) {
    return () => `a frame of ${frame.length} bytes, too short for its checksum`;
  }
  const { size: bytes, order, of }: Checksum = checksumTable[check.by];
  const sum = checksumBytes(of(frame.subarray(from, to)), bytes, check.order ?? order);
  const wanted = check.hex === true ? digitsOf(sum) : sum;
  const found = check.hex === true ? frame.slice(at, at + size).map(toCapital) : frame.subarray(at, at + size);
  if (wanted.every((byte, place) => byte === found[place])) return undefined;
  // Told at once, before the bytes are overwritten.
  return () => `a frame whose checksum is ${shown(found, check)} and should be ${shown(wanted, check)}`;
}

const digits = Uint8Array.from("0123456789ABCDEF", (digit) => digit.charCodeAt(0));

/** Hexadecimal digits as they stand in a frame. */
function digitsOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 2 * bytes.length }, (_, at) => {
    const byte = bytes[at >>> 1] ?? 0;
    return digits[at % 2 === 0 ? byte >>> 4 : byte & 15] ?? 0;
  });
}

function toCapital(character: number): number {
  return character >= 0x61 && character <= 0x66 ? character - 0x20 : character;
}

function shown(bytes: Uint8Array, { hex }: FrameCheck): string {
  return JSON.stringify(String.fromCharCode(...(hex === true ? bytes : digitsOf(bytes))));
}
