import { beginsWith, findBeginning, findBytes } from "./find-bytes.ts";
import { type FrameShape, more, none } from "./frame-shape.ts";

/** Frames between `start` and `end`, and `after` bytes behind that. */
export function enclosedShape(start: Uint8Array, end: Uint8Array, after: number): FrameShape {
  return {
    limit: "max_frame",
    uncounted: 0,
    isProven: true,
    look(bytes, seen) {
      if (!beginsWith(bytes, start)) return none;
      const to = findBytes(bytes, end, Math.max(start.length, seen - end.length - after));
      const length = to + end.length + after;
      return to === -1 || bytes.length < length ? more : { kind: "frame", length, from: start.length, to };
    },
    resume: (bytes) => findBeginning(bytes, start),
    kept: 0,
  };
}
