import { crc16Arc } from "../checksums/crc16-arc.ts";
import { type FrameShape, more, none } from "./frame-shape.ts";

const [slash, bang] = [0x2f, 0x21];
/** `!`, four hexadecimal digits, CR LF. */
const endSize = 7;

/**
 * Telegrams of a smart meter's P1 port: `/`, lines, `!` and the CRC-16 of all that in four hexadecimal digits (DSMR P1
 * Companion Standard 5.0.2, section 6.2). The text is what stands between. Meters before DSMR 4 send no checksum.
 */
export const p1Shape: FrameShape = {
  limit: "max_frame",
  uncounted: 0,
  isProven: true,
  look(bytes, seen) {
    if (bytes[0] !== slash) return none;
    const to = bytes.indexOf(bang, Math.max(1, seen - endSize));
    const length = to + endSize;
    if (to === -1 || bytes.length < length) return more;
    const wanted = crc16Arc(bytes.subarray(0, to + 1))
      .toString(16)
      .padStart(4, "0");
    const found = String.fromCharCode(...bytes.subarray(to + 1, length)).toLowerCase();
    if (found === `${wanted}\r\n`) return { kind: "frame", length, from: 1, to };
    const detail = () => `a telegram whose checksum is ${JSON.stringify(found.trimEnd())} and should be ${wanted}`;
    return { kind: "broken", length, fault: "bad-checksum", detail };
  },
  resume(bytes) {
    const at = bytes.indexOf(slash);
    return at === -1 ? undefined : at;
  },
  kept: 0,
};
