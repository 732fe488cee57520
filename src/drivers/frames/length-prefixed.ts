import { beginsWith, findBeginning } from "./find-bytes.ts";
import { type FrameShape, more, none } from "./frame-shape.ts";

export interface LengthPrefix {
  /** Offset of the length in the frame. */
  readonly at: number;
  readonly as: "u8" | "u16be" | "u16le";
  /** What it does not count: the whole frame has so many bytes more. */
  readonly add: number;
}

/** Frames that say themselves how long they are; none has more than `longest` bytes. */
export function lengthPrefixedShape(start: Uint8Array, prefix: LengthPrefix, longest: number): FrameShape {
  const size = prefix.as === "u8" ? 1 : 2;
  const least = Math.max(start.length, prefix.at + size);
  return {
    limit: "max_frame",
    uncounted: 0,
    isProven: false,
    look(bytes) {
      if (!beginsWith(bytes, start)) return none;
      if (bytes.length < least) return more;
      const length = lengthIn(bytes, prefix) + prefix.add;
      if (length < least) return none;
      if (length > longest) {
        const detail = () => `a frame that says it has ${length} bytes; \`max_frame\` is ${longest}`;
        return { kind: "broken", length: least, fault: "too-long", detail };
      }
      return bytes.length < length ? more : { kind: "frame", length, from: 0, to: length };
    },
    resume: (bytes) => findBeginning(bytes, start),
    kept: 0,
  };
}

function lengthIn(bytes: Uint8Array, { at, as }: LengthPrefix): number {
  const [first = 0, second = 0] = bytes.subarray(at, at + 2);
  if (as === "u8") return first;
  return as === "u16be" ? first * 256 + second : second * 256 + first;
}
