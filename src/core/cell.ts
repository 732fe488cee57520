import { type Decimal, roundTo } from "./decimal.ts";
import { isDecimal, type Value } from "./value.ts";

/** A value as a column of telemetry holds it: scaled integer (digits where it is no safe one), 0 or 1, index of a word. */
export type Cell = number | string;

/** The value of a cell's integer; undefined when the column has none for it. */
export type CellReader = (integer: bigint) => Value | undefined;

const largestScale = 64;
const digitsShape = /^-?\d{1,128}$/;

/** The integer that stands for a value; a new word is added to `words`. */
export function toInteger(value: Value, scale: number, words: Map<string, number>): bigint {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (isDecimal(value)) return roundTo(value, scale).coefficient;
  const index = words.get(value) ?? words.size;
  words.set(value, index);
  return BigInt(index);
}

export function toCell(integer: bigint): Cell {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer.toString();
}

export function readCell(cell: unknown): bigint | undefined {
  if (typeof cell === "number") return Number.isSafeInteger(cell) ? BigInt(cell) : undefined;
  return typeof cell === "string" && digitsShape.test(cell) ? BigInt(cell) : undefined;
}

/** How a cell of the column reads; undefined when the column's own facts are wrong. */
export function cellReader(column: Readonly<Record<string, unknown>>): CellReader | undefined {
  const { kind, scale, words } = column;
  if (kind === "boolean") return (integer) => (integer === 0n || integer === 1n ? integer === 1n : undefined);
  if (kind === "text" && Array.isArray(words) && words.every((word) => typeof word === "string")) {
    return (integer) => (integer >= 0n && integer < BigInt(words.length) ? words[Number(integer)] : undefined);
  }
  if (kind !== "number" || typeof scale !== "number" || !Number.isInteger(scale)) return undefined;
  if (scale < 0 || scale > largestScale) return undefined;
  return (coefficient): Decimal => ({ coefficient, scale });
}
