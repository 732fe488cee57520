import { type ByteOrder, type ChecksumName, checksumBytes, checksumTable } from "../checksums/checksum-table.ts";
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

/** What is wrong with a frame's checksum, in words; undefined where it is right. */
function findWrong(frame: Uint8Array, check: FrameCheck): string | undefined {
  const size = checkSize(check);
  const place = (offset: number): number => (offset < 0 ? frame.length + offset : offset);
  const at = place(check.at ?? -size);
  const to = check.to === undefined ? at : place(check.to);
  const from = place(check.from ?? 0);
  if (at < 0 || at + size > frame.length || from < 0 || from > to || to > frame.length) {
    return `a frame of ${frame.length} bytes, too short for its checksum`;
  }
  const { size: bytes, order, of } = checksumTable[check.by];
  const wanted = hexOf(checksumBytes(of(frame.subarray(from, to)), bytes, check.order ?? order));
  const stands = frame.subarray(at, at + size);
  const found = check.hex === true ? String.fromCharCode(...stands).toUpperCase() : hexOf(stands);
  return found === wanted ? undefined : `a frame whose checksum is ${JSON.stringify(found)} and should be ${wanted}`;
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}
