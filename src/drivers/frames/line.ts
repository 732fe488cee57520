import { type FrameShape, more } from "./frame-shape.ts";

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Lines that end in LF or CR LF. */
export const lineShape: FrameShape = {
  limit: "max_line",
  uncounted: 1,
  isProven: true,
  look(bytes, seen) {
    const end = bytes.indexOf(newline, seen);
    if (end === -1) return more;
    return {
      kind: "frame",
      length: end + 1,
      from: 0,
      to: end > 0 && bytes[end - 1] === carriageReturn ? end - 1 : end,
    };
  },
  resume(bytes) {
    const end = bytes.indexOf(newline);
    return end === -1 ? undefined : end + 1;
  },
  kept: 0,
};
