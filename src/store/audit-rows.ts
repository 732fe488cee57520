import { createHash } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { AuditEntry, AuditStore } from "../core/store-ports.ts";
import type { Database } from "./open-database.ts";

interface AuditRow {
  readonly entry: number;
  readonly at: number;
  readonly kind: AuditEntry["kind"];
  readonly body: string;
  readonly hash: string;
}

/** What the first entry is chained to. */
const origin = "0".repeat(64);

/** The audit: each entry is chained to the one before it by its hash. */
export function auditRows(database: Database, clock: Clock): AuditStore {
  const newest = database.query<Pick<AuditRow, "entry" | "hash">>(
    "SELECT entry, hash FROM audit ORDER BY entry DESC LIMIT 1",
  );
  const some = database.query<AuditRow>("SELECT * FROM audit WHERE entry > ? ORDER BY entry LIMIT ?");
  const add = database.change("INSERT INTO audit (entry, at, kind, body, hash) VALUES (?, ?, ?, ?, ?)");
  return {
    audit({ kind, body }) {
      const last = newest.first();
      const row = { entry: (last?.entry ?? 0) + 1, at: clock.now(), kind, body: JSON.stringify(body) };
      add(row.entry, row.at, row.kind, row.body, auditHash(last?.hash ?? origin, row));
    },
    auditHead: () => newest.first(),
    auditEntries: (after, limit) =>
      some.all(after, limit).map((row) => ({ ...row, body: JSON.parse(row.body) as AuditEntry["body"] })),
  };
}

/** SHA-256 over the hash before and the entry, lower-case hex. */
export function auditHash(before: string, { entry, at, kind, body }: Omit<AuditRow, "hash">): string {
  return createHash("sha256")
    .update(JSON.stringify([before, entry, at, kind, body]))
    .digest("hex");
}
