import { crc32c } from "./crc32c.ts";

const utf8 = new TextEncoder();

/** CRC-32C over a row: the table's name and the cells in their order. */
export function rowSum(table: string, cells: readonly unknown[]): number {
  return crc32c(utf8.encode(JSON.stringify([table, ...cells])));
}
