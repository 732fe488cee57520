import { decimalOf } from "../core/decimal.ts";
import { type Extracted, nothing } from "./extract.ts";
import { formSize, type NumberFormName, readNumber } from "./number-forms.ts";

/** Where in the bytes of a frame a number stands, and how. */
export interface OffsetSettings {
  readonly at: number;
  /** Default: u8. */
  readonly form?: NumberFormName | "bcd";
  /** Bytes of a `bcd`. Default: 1. */
  readonly length?: number;
  /** Of the whole number this bit, 0 the lowest. */
  readonly bit?: number;
}

/** Bytes that such a value takes. */
export function offsetSize({ form = "u8", length = 1 }: OffsetSettings): number {
  return form === "bcd" ? length : formSize(form);
}

/** Exact numbers, or one bit, out of bytes. */
export function atOffset(settings: OffsetSettings): (bytes: Uint8Array) => Extracted {
  const { at, form = "u8", bit } = settings;
  const end = at + offsetSize(settings);
  return (bytes) => {
    if (bytes.length < end)
      return nothing("no-match", `a frame of ${bytes.length} bytes; the value ends at byte ${end}`);
    const part = bytes.subarray(at, end);
    if (form === "bcd") return bcd(part);
    const number = readNumber(form, part);
    if (number === undefined) return nothing("not-a-value", `${hex(part)} is no number as ${form}`);
    if (bit === undefined) return { kind: "value", wire: number };
    return { kind: "value", wire: ((number.coefficient >> BigInt(bit)) & 1n) === 1n };
  };
}

/** Binary coded decimal, the highest digits first. */
function bcd(part: Uint8Array): Extracted {
  const digits = hex(part);
  if (/[a-f]/.test(digits)) return nothing("not-a-value", `${digits} is no binary coded decimal`);
  return { kind: "value", wire: decimalOf(BigInt(digits)) };
}

function hex(part: Uint8Array): string {
  return [...part].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
