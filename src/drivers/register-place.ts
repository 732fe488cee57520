import { type Decimal, multiply } from "../core/decimal.ts";
import { hexBytes } from "../core/hex-bytes.ts";
import type { ModbusTable } from "../core/modbus-bus.ts";
import { nothing } from "./extract.ts";
import type { ModbusFrom } from "./modbus-schemas.ts";
import { formSize, type NumberFormName, readNumber, writeNumber } from "./number-forms.ts";

/** Where a value stands at its station, and how. */
export interface RegisterPlace {
  readonly table: ModbusTable;
  readonly address: number;
  readonly form: NumberFormName;
  readonly isLowFirst: boolean;
  readonly bit: number | undefined;
  /** Address of the power of ten, in the same table. */
  readonly scaleAt: number | undefined;
}

export function registerPlace(settings: Omit<ModbusFrom, "poll" | "absent_hex" | "unit">): RegisterPlace {
  const { table = "holding", register, form = "u16", order, bit, scale_register } = settings;
  return {
    table,
    address: register,
    form: `${form}be`,
    isLowFirst: order === "low-first",
    bit,
    scaleAt: scale_register,
  };
}

/** Registers, or bits, that the value itself takes. */
export function registerCount({ table, form }: RegisterPlace): number {
  return isBits(table) ? 1 : formSize(form) / 2;
}

export function isBits(table: ModbusTable): boolean {
  return table === "coil" || table === "discrete";
}

/** What has to be read for it, its power of ten included. `end`: the address behind the last. */
export function registerSpan(place: RegisterPlace): { readonly address: number; readonly end: number } {
  const { address, scaleAt = address } = place;
  return { address: Math.min(address, scaleAt), end: Math.max(address + registerCount(place), scaleAt + 1) };
}

export type RegisterRead =
  | ReturnType<typeof nothing>
  | { readonly kind: "value"; readonly wire: boolean | Decimal }
  /** The station says that there is no value. */
  | { readonly kind: "absent"; readonly detail: string };

/** SunSpec Device Information Model Specification V1.2, 4.3: no scale factor. */
const noScale = -32_768;
/** Powers of ten that make sense there, -10 to 10. */
const mostScale = 10;

/** Gets the value out of what was read from `first` on. */
export function readRegisters(
  from: Pick<ModbusFrom, "absent_hex">,
  place: RegisterPlace,
): (data: readonly number[], first: number) => RegisterRead {
  const { table, address, form, bit, scaleAt } = place;
  const absent = hexBytes(from.absent_hex ?? "");
  return (data, first) => {
    const words = data.slice(address - first, address - first + registerCount(place));
    if (isBits(table)) return { kind: "value", wire: words[0] === 1 };
    if (absent !== undefined && isSame(bytesOf(words), absent)) {
      return { kind: "absent", detail: `there stands ${from.absent_hex}: no value` };
    }
    const number = readNumber(form, bytesOf(inOrder(words, place)));
    if (number === undefined) return nothing("not-a-value", `${words.join(" ")} is no number as ${form.slice(0, -2)}`);
    if (bit !== undefined) return { kind: "value", wire: ((number.coefficient >> BigInt(bit)) & 1n) === 1n };
    return scaleAt === undefined ? { kind: "value", wire: number } : scaled(number, data[scaleAt - first] ?? 0);
  };
}

function scaled(number: Decimal, word: number): RegisterRead {
  const power = powerOf(word);
  if (power === noScale) return { kind: "absent", detail: "its scale register says that there is no value" };
  const wire = timesPower(number, power);
  if (wire === undefined) return nothing("not-a-value", `its scale register holds ${power}, which is no power of ten`);
  return { kind: "value", wire };
}

/** What a scale register says: a signed number. */
export function powerOf(word: number): number {
  return (word << 16) >> 16;
}

/** number × 10^power; undefined for a power that no station means. */
export function timesPower(number: Decimal, power: number): Decimal | undefined {
  if (Math.abs(power) > mostScale) return undefined;
  const factor = power < 0 ? { coefficient: 1n, scale: -power } : { coefficient: 10n ** BigInt(power), scale: 0 };
  return multiply(number, factor);
}

/** The registers of a number, in the order of their addresses; undefined where it has no room in them. */
export function writeRegisters(place: RegisterPlace, number: Decimal): readonly number[] | undefined {
  const bytes = writeNumber(place.form, number);
  return bytes && inOrder(wordsOf(bytes), place);
}

/** In which register bit `bit` of a whole number stands, and which it is there. */
export function bitPlace(place: RegisterPlace, bit: number): { readonly address: number; readonly mask: number } {
  const fromLow = bit >> 4;
  const at = place.isLowFirst ? fromLow : registerCount(place) - 1 - fromLow;
  return { address: place.address + at, mask: 1 << (bit & 15) };
}

function inOrder(words: readonly number[], { isLowFirst }: RegisterPlace): readonly number[] {
  return isLowFirst ? words.toReversed() : words;
}

function bytesOf(words: readonly number[]): Uint8Array {
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

function wordsOf(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 2 }, (_, at) => view.getUint16(2 * at));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
