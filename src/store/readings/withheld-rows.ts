import type { NewLogEntry } from "../../core/store-ports.ts";
import { isDecimal } from "../../core/value.ts";
import type { Database } from "../database.ts";
import { summedTable } from "../summed-table.ts";

type WithheldRow = { readonly path: string; readonly entry: string };

export const withheldColumns = ["path", "entry"] as const;

/** What the report filter withheld and whoever said it was told that it is kept. Not a part of history yet. */
export interface WithheldRows {
  /** Inside the caller's transaction. undefined: nothing is withheld of that path any more. */
  write(changes: ReadonlyMap<string, NewLogEntry | undefined>): void;
  /** Empties the table inside the caller's transaction. */
  clear(): void;
  /** In the order of time; rows that were altered are left out and counted. */
  all(): { readonly entries: readonly NewLogEntry[]; readonly damaged: number };
}

export function withheldRows(database: Database): WithheldRows {
  const table = summedTable<WithheldRow>(database, "withheld", withheldColumns);
  const remove = table.change("DELETE FROM withheld WHERE path = ?");
  const clear = table.change("DELETE FROM withheld");
  const select = table.select("");
  return {
    write(changes) {
      for (const [path, entry] of changes) {
        if (entry === undefined) remove(path);
        else table.put({ path, entry: entryText(entry) });
      }
    },
    clear: () => void clear(),
    all() {
      const { rows, damaged } = select();
      const entries = rows.map(({ entry }) => readEntry(entry));
      return { entries: entries.sort((one, other) => one.at - other.at), damaged };
    },
  };
}

function entryText({ value, ...rest }: NewLogEntry): string {
  return JSON.stringify({
    ...rest,
    ...(isDecimal(value) ? { number: [value.coefficient.toString(), value.scale] } : { value }),
  });
}

/** This process, or an earlier one, wrote it, and its sum holds. */
function readEntry(entry: string): NewLogEntry {
  const { number, unit, value, ...rest } = JSON.parse(entry) as NewLogEntry & { number?: [string, number] };
  const decimal = number && { coefficient: BigInt(number[0]), scale: number[1] };
  return { ...rest, unit, value: decimal ?? value };
}
