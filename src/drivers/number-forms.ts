import { type Decimal, decimalOf, formatDecimal, parseDecimal } from "../core/decimal.ts";

type Kind = "unsigned" | "signed" | "float";

interface NumberForm {
  readonly kind: Kind;
  readonly size: 1 | 2 | 4 | 8;
  readonly littleEndian: boolean;
}

/** Numbers as they stand in bytes: unsigned, signed, IEEE 754; the highest byte first (`be`) or the lowest (`le`). */
export const numberForms = [
  "u8",
  "i8",
  "u16be",
  "u16le",
  "i16be",
  "i16le",
  "u32be",
  "u32le",
  "i32be",
  "i32le",
  "u64be",
  "u64le",
  "i64be",
  "i64le",
  "f32be",
  "f32le",
  "f64be",
  "f64le",
] as const;

export type NumberFormName = (typeof numberForms)[number];

/** Bytes of a number of that form. */
export function formSize(name: NumberFormName): number {
  return formOf(name).size;
}

/** Exactly the number that the first bytes are; of a float the shortest that is the same float. undefined: it is none. */
export function readNumber(name: NumberFormName, bytes: Uint8Array): Decimal | undefined {
  const { kind, size, littleEndian } = formOf(name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, size);
  if (kind === "float") {
    if (size === 8) return parseDecimal(String(view.getFloat64(0, littleEndian)));
    return parseDecimal(shortestOf(view.getFloat32(0, littleEndian)));
  }
  const ordered = littleEndian ? bytes.slice(0, size).reverse() : bytes.subarray(0, size);
  const unsigned = ordered.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return decimalOf(kind === "signed" ? BigInt.asIntN(8 * size, unsigned) : unsigned);
}

/** The bytes of a number; undefined where the form has no room for it. */
export function writeNumber(name: NumberFormName, number: Decimal): Uint8Array | undefined {
  const { kind, size, littleEndian } = formOf(name);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  if (kind === "float") {
    const float = Number(formatDecimal(number));
    if (!Number.isFinite(size === 4 ? Math.fround(float) : float)) return undefined;
    if (size === 4) view.setFloat32(0, float, littleEndian);
    else view.setFloat64(0, float, littleEndian);
    return bytes;
  }
  const unit = 10n ** BigInt(number.scale);
  if (number.coefficient % unit !== 0n) return undefined;
  const integer = number.coefficient / unit;
  const fitting = kind === "signed" ? BigInt.asIntN(8 * size, integer) : BigInt.asUintN(8 * size, integer);
  if (fitting !== integer) return undefined;
  for (let at = 0; at < size; at++) {
    view.setUint8(littleEndian ? at : size - 1 - at, Number((integer >> BigInt(8 * at)) & 0xffn));
  }
  return bytes;
}

function formOf(name: NumberFormName): NumberForm {
  const kinds = { u: "unsigned", i: "signed", f: "float" } as const;
  const kind = kinds[name[0] as keyof typeof kinds];
  const bits = Number.parseInt(name.slice(1), 10);
  return { kind, size: (bits / 8) as NumberForm["size"], littleEndian: name.endsWith("le") };
}

/** Nine digits always tell a 32-bit float from its neighbours (IEEE 754). */
function shortestOf(float: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = float.toPrecision(digits);
    if (Math.fround(Number(text)) === float) return text;
  }
  return float.toPrecision(9);
}
