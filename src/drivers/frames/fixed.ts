import { beginsWith, findBeginning } from "./find-bytes.ts";
import { type FrameShape, more, none } from "./frame-shape.ts";

/** Frames of one length, which begin with `start` where they have a start. */
export function fixedShape(length: number, start: Uint8Array): FrameShape {
  return {
    limit: "max_frame",
    uncounted: 0,
    isProven: false,
    look(bytes) {
      if (!beginsWith(bytes, start)) return none;
      return bytes.length < length ? more : { kind: "frame", length, from: 0, to: length };
    },
    resume: (bytes) => findBeginning(bytes, start),
    kept: 0,
  };
}
