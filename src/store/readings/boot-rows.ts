import type { BootTime, BootTimes } from "../../core/boot-times.ts";
import { bootSlots, readUnsetTime } from "../../core/unset-time.ts";
import { crc32c } from "../crc32c.ts";
import type { Database } from "../database.ts";
import { summedTable } from "../summed-table.ts";

export const bootColumns = ["slot", "boot", "utc", "known"] as const;

/** ms by which what two runs know of a boot may differ without being written again. */
const sameMs = 1_000;

type BootRow = { readonly slot: number; readonly boot: string; readonly utc: number; readonly known: number };

export interface ToldTime {
  /** UTC ms. */
  readonly at: number;
  /** How it is known where it was not when it was measured. */
  readonly time: "repaired" | "guessed" | undefined;
}

export interface BootRows extends BootTimes {
  /** A time as it stands in the log, as it is told. */
  told(at: number): ToldTime;
}

/** When the machine was started, for boots in which something was measured before UTC was known. */
export function bootRows(database: Database): BootRows {
  const table = summedTable<BootRow>(database, "boots", bootColumns);
  const rows = new Map(
    table
      .select("")()
      .rows.map((row) => [row.slot, row]),
  );
  const keep = (row: BootRow): BootTime => {
    table.put(row);
    rows.set(row.slot, row);
    return timeOf(row);
  };
  return {
    beginBoot(boot, guess) {
      const slot = slotFor(boot, rows);
      const known = rows.get(slot);
      if (known?.boot === boot && known.known === 1) return timeOf(known);
      return keep({ slot, boot, utc: Math.round(guess), known: 0 });
    },
    knowBoot(boot, utc) {
      const slot = slotFor(boot, rows);
      const row = rows.get(slot);
      if (row?.boot === boot && row.known === 1 && Math.abs(row.utc - utc) < sameMs) return;
      keep({ slot, boot, utc: Math.round(utc), known: 1 });
    },
    told(at) {
      const unset = readUnsetTime(at);
      if (unset === undefined) return { at, time: undefined };
      const row = rows.get(unset.slot);
      return { at: (row?.utc ?? 0) + unset.sinceBoot, time: row?.known === 1 ? "repaired" : "guessed" };
    },
  };
}

function timeOf({ slot, utc, known }: BootRow): BootTime {
  return { slot, startedAt: utc, isKnown: known === 1 };
}

/** The same for a boot whether or not its row is there yet; the next one where another boot has it. */
function slotFor(boot: string, rows: ReadonlyMap<number, BootRow>): number {
  let slot = crc32c(new TextEncoder().encode(boot)) % bootSlots;
  for (let tries = 0; tries < bootSlots && (rows.get(slot)?.boot ?? boot) !== boot; tries++) {
    slot = (slot + 1) % bootSlots;
  }
  return slot;
}
