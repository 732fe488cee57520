import type { Database } from "../database.ts";

export interface QuarantineRows {
  /** Inside a transaction. */
  add(what: string, foundAt: number, data: Uint8Array | undefined): void;
  /** How many rows were ever put here, those that made room for others too. */
  total(): number;
}

/** So many damaged rows are kept for whoever wants to look at them. */
const mostRows = 20;

/** What was found damaged, as it lay there. Nothing reads it again. */
export function quarantineRows(database: Database): QuarantineRows {
  const add = database.change("INSERT INTO quarantine (what, found_at, data) VALUES (?, ?, ?)");
  const trim = database.change(
    `DELETE FROM quarantine WHERE id <= (SELECT id FROM quarantine ORDER BY id DESC LIMIT 1 OFFSET ${mostRows})`,
  );
  const newest = database.query<{ readonly id: number | null }>("SELECT max(id) AS id FROM quarantine");
  return {
    add(what, foundAt, data) {
      add(what, foundAt, data ?? null);
      trim();
    },
    total: () => newest.first()?.id ?? 0,
  };
}
