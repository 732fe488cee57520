import type { Decimal } from "../core/decimal.ts";
import type { ValueType } from "../core/property.ts";
import { isDecimal, type Value } from "../core/value.ts";

/** How a value lies in the `value` column: SQLite integers where they hold it exactly, else text. */
export type ValueCell = bigint | string | null;

const largest = 2n ** 63n - 1n;

export function valueCell(value: Value | undefined, scale: number): ValueCell {
  if (value === undefined) return null;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (!isDecimal(value)) return value;
  const fits = value.scale === scale && value.coefficient <= largest && value.coefficient >= -largest;
  return fits ? value.coefficient : `${value.coefficient}e-${value.scale}`;
}

export function readValueCell(cell: ValueCell, type: ValueType, scale: number): Value | undefined {
  if (cell === null) return undefined;
  switch (type) {
    case "boolean":
      return cell === 1n;
    case "string":
      return String(cell);
    case "integer":
    case "number":
      return typeof cell === "bigint" ? { coefficient: cell, scale } : readLongNumber(cell);
  }
}

function readLongNumber(text: string): Decimal {
  const [digits = "0", scale = "0"] = text.split("e-");
  return { coefficient: BigInt(digits), scale: Number(scale) };
}
