import { xorOf } from "../checksums/xor.ts";
import { type FrameShape, more, none } from "./frame-shape.ts";

const [dollar, bang, star, newline, carriageReturn] = [0x24, 0x21, 0x2a, 0x0a, 0x0d];

/**
 * Sentences of NMEA 0183: `$` or `!`, fields, `*`, the exclusive or of what stands between in two hexadecimal digits,
 * CR LF. The text is what stands between. One without a checksum, which the standard allows for old ones, is passed over.
 */
export const nmeaShape: FrameShape = {
  limit: "max_frame",
  uncounted: 0,
  isProven: true,
  look(bytes, seen) {
    if (bytes[0] !== dollar && bytes[0] !== bang) return none;
    const end = bytes.indexOf(newline, seen);
    if (end === -1) return more;
    const length = end + 1;
    const to = end - (bytes[end - 1] === carriageReturn ? 4 : 3);
    if (to < 1 || bytes[to] !== star) {
      return { kind: "broken", length, fault: "bad-checksum", detail: () => "a sentence without a checksum" };
    }
    const wanted = xorOf(bytes.subarray(1, to)).toString(16).padStart(2, "0");
    const found = String.fromCharCode(...bytes.subarray(to + 1, to + 3)).toLowerCase();
    if (found === wanted) return { kind: "frame", length, from: 1, to };
    const detail = () => `a sentence whose checksum is ${JSON.stringify(found)} and should be ${wanted}`;
    return { kind: "broken", length, fault: "bad-checksum", detail };
  },
  resume(bytes) {
    const at = bytes.findIndex((byte) => byte === dollar || byte === bang);
    return at === -1 ? undefined : at;
  },
  kept: 0,
};
