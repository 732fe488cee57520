import { createHash } from "node:crypto";
import {
  type AuditEntry,
  type AuditHead,
  type AuditNote,
  type AuditRow,
  type AuditStore,
  auditBaseFact,
  auditOrigin,
  readAuditHead,
} from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import { cutText } from "../core/cut-text.ts";
import type { Database } from "./database.ts";

/** What the audit holds at most: entries, ms; cut in blocks of so many entries, a few blocks at a time. */
export interface AuditBounds {
  readonly entries: number;
  readonly keptMs: number;
  readonly block: number;
}

export const auditBounds: AuditBounds = { entries: 100_000, keptMs: 400 * 24 * 60 * 60 * 1000, block: 256 };

const mostBlocksAtOnce = 4;

/**
 * The audit: each entry is chained to the one before it by its hash. When old entries are cut off, the hash of the newest of
 * them is kept, so that the rest still verifies.
 */
export function auditRows(database: Database, clock: Clock, bounds: AuditBounds = auditBounds): AuditStore {
  const newest = database.query<AuditHead>("SELECT entry, hash FROM audit ORDER BY entry DESC LIMIT 1");
  const sequence = database.query<{ readonly seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
  const one = database.query<AuditHead & { readonly at: number }>("SELECT entry, hash, at FROM audit WHERE entry = ?");
  const some = database.query<AuditRow>("SELECT * FROM audit WHERE entry > ? ORDER BY entry LIMIT ?");
  const add = database.change("INSERT INTO audit (entry, at, kind, body, hash) VALUES (?, ?, ?, ?, ?)");
  const cut = database.change("DELETE FROM audit WHERE entry <= ?");
  const readFact = database.query<{ readonly value: string }>("SELECT value FROM facts WHERE name = ?");
  const writeFact = database.change(
    "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  const base = (): AuditHead => readAuditHead(readFact.first(auditBaseFact)?.value) ?? auditOrigin;
  /** Remembered, so that nothing is read for an entry; as long as no transaction was undone. */
  let head: AuditHead | undefined;
  let undone = database.undone();

  const headNow = (): AuditHead => {
    if (head === undefined || undone !== database.undone()) {
      const last = newest.first() ?? base();
      // Where newer entries are missing, their numbers stay missing.
      head = { entry: Math.max(last.entry, sequence.first()?.seq ?? 0), hash: last.hash };
      undone = database.undone();
    }
    return head;
  };
  const append = ({ kind, body }: AuditNote): void => {
    const before = headNow();
    const row = { entry: before.entry + 1, at: clock.now(), kind, body: JSON.stringify(bounded(body)) };
    const hash = auditHash(before.hash, row);
    add(row.entry, row.at, row.kind, row.body, hash);
    head = { entry: row.entry, hash };
  };
  const cutOldBlocks = (): void => {
    for (let blocks = 0; blocks < mostBlocksAtOnce; blocks++) {
      const last = one.first(base().entry + bounds.block);
      if (last === undefined || !isOld(last)) return;
      cut(last.entry);
      writeFact(auditBaseFact, JSON.stringify({ entry: last.entry, hash: last.hash }));
    }
  };
  const isOld = ({ entry, at }: AuditHead & { readonly at: number }): boolean =>
    headNow().entry - entry >= bounds.entries || (clock.isTrusted() && at < clock.now() - bounds.keptMs);
  return {
    audit(note) {
      if ((headNow().entry + 1) % bounds.block !== 0) append(note);
      else
        database.inTransaction(() => {
          append(note);
          cutOldBlocks();
        });
    },
    auditHead: () => newest.first(),
    auditEntries: (after, limit) =>
      some.all(after, limit).map(({ kind, body, ...row }) => ({
        ...row,
        kind: kind as AuditEntry["kind"],
        body: JSON.parse(body) as AuditEntry["body"],
      })),
  };
}

/** Characters of a text in an entry. */
const longestText = 1_000;

function bounded(body: AuditNote["body"]): AuditNote["body"] {
  const isLong = (value: string | number | boolean) => typeof value === "string" && value.length > longestText;
  if (!Object.values(body).some(isLong)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, isLong(value) ? cutText(String(value), longestText) : value]),
  );
}

/** Over the hash before and the entry; lower-case hex. */
export function auditHash(before: string, { entry, at, kind, body }: Omit<AuditRow, "hash">): string {
  return createHash("sha256")
    .update(JSON.stringify([before, entry, at, kind, body]))
    .digest("hex");
}
