import type { SealedEvent } from "../../core/room-ports.ts";
import type { Database } from "../database.ts";
import { summedTable } from "../summed-table.ts";
import type { Settle } from "./settle.ts";

export type LossEventRow = { readonly only: 0; readonly event: string };

export const lossEventColumns = ["only", "event"] as const;

/** The one sealed event of losses that is on its way, remembered. Changes belong into a transaction of the caller. */
export interface LossEvent {
  get(): SealedEvent | undefined;
  keep(event: SealedEvent): Settle;
  forget(): Settle;
}

export function lossEventRow(database: Database): LossEvent {
  const table = summedTable<LossEventRow>(database, "loss_event", lossEventColumns);
  const remove = database.change("DELETE FROM loss_event");
  // A damaged one is made anew from the losses, which stay until it was told.
  const [row] = table.select("")().rows;
  let kept = row === undefined ? undefined : (JSON.parse(row.event) as SealedEvent);
  const set = (next: SealedEvent | undefined) => () => {
    kept = next;
  };
  return {
    get: () => kept,
    keep(event) {
      table.put({ only: 0, event: JSON.stringify(event) });
      return set(event);
    },
    forget() {
      remove();
      return set(undefined);
    },
  };
}
