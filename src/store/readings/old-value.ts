import type { Decimal } from "../../core/decimal.ts";
import type { ValueType } from "../../core/property.ts";
import type { Value } from "../../core/value.ts";

/** How a value lay in a row of version 1: an integer where SQLite held it exactly, else text; null where there was none. */
export type OldValue = bigint | string | null;

/** Reads the value of a row of version 1. */
export function readOldValue(cell: OldValue, type: ValueType, scale: number): Value | undefined {
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
