import { AgentFault } from "../../core/agent-fault.ts";
import type { BootTime, BootTimes } from "../../core/boot-times.ts";
import { versionMadeAt } from "../../core/clock-trust.ts";
import { bootSlots, readUnsetTime } from "../../core/unset-time.ts";
import { crc32c } from "../crc32c.ts";
import type { Database } from "../database.ts";
import { summedTable } from "../summed-table.ts";

export const bootColumns = ["slot", "boot", "utc", "known"] as const;

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
  const keep = (row: BootRow): void => {
    table.put(row);
    rows.set(row.slot, row);
  };
  return {
    beginBoot(boot, guess) {
      const slot = slotFor(boot, rows);
      const kept = rows.get(slot);
      const before = kept?.boot === boot ? kept : undefined;
      if (before?.known === 1) return timeOf(before);
      const utc = Math.round(guess);
      const row = { slot, boot, utc: Math.max(utc, before?.utc ?? utc), known: 0 };
      try {
        keep(row);
      } catch (cause) {
        if (!(cause instanceof AgentFault) || cause.code !== "store-unwritable") throw cause;
        // What a run of another boot would go by is lost then, and no more than a guess.
        rows.set(slot, row);
      }
      return timeOf(row);
    },
    knowBoot(boot, utc) {
      const slot = slotFor(boot, rows);
      const row = rows.get(slot);
      if (row?.boot === boot && row.known === 1) return;
      keep({ slot, boot, utc: Math.round(utc), known: 1 });
    },
    told(at) {
      const unset = readUnsetTime(at);
      if (unset === undefined) return { at, time: undefined };
      const row = rows.get(unset.slot);
      return { at: (row?.utc ?? versionMadeAt) + unset.sinceBoot, time: row?.known === 1 ? "repaired" : "guessed" };
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
