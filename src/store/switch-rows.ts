import type { SwitchStore } from "../core/store-ports.ts";
import type { Database } from "./database.ts";

interface SwitchRow {
  readonly at: number;
  readonly is_on: number;
}

/** Switches of one output that are remembered; `max_switches` counts no more. */
export const mostSwitches = 1000;

/** When outputs were switched, over restarts. */
export function switchRows(database: Database): SwitchStore {
  const newest = database.query<SwitchRow>("SELECT at, is_on FROM switches WHERE path = ? ORDER BY entry DESC LIMIT ?");
  const add = database.change("INSERT INTO switches (path, is_on, at) VALUES (?, ?, ?)");
  // One row comes and at most one goes, so it stays bounded.
  const forget = database.change(
    `DELETE FROM switches WHERE entry =
     (SELECT entry FROM switches WHERE path = ? ORDER BY entry DESC LIMIT 1 OFFSET ${mostSwitches})`,
  );
  return {
    switches: (path, limit) => newest.all(path, limit).map(({ at, is_on }) => ({ at, on: is_on === 1 })),
    noteSwitch(path, on, at) {
      database.inTransaction(() => {
        add(path, on ? 1 : 0, at);
        forget(path);
      });
    },
  };
}
