import { findBytes } from "./find-bytes.ts";
import { type FrameShape, more } from "./frame-shape.ts";

/** Frames that go on until `end`, and `after` bytes behind it. */
export function delimitedShape(end: Uint8Array, after: number): FrameShape {
  return {
    limit: "max_frame",
    uncounted: 0,
    isProven: true,
    look(bytes, seen) {
      const to = findBytes(bytes, end, Math.max(0, seen - end.length - after));
      const length = to + end.length + after;
      return to === -1 || bytes.length < length ? more : { kind: "frame", length, from: 0, to };
    },
    resume(bytes) {
      const at = findBytes(bytes, end);
      const next = at + end.length + after;
      return at === -1 || next > bytes.length ? undefined : next;
    },
    kept: end.length + after - 1,
  };
}
