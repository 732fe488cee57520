import {
  type AuditChain,
  type AuditHead,
  type AuditRow,
  auditBaseFact,
  auditOrigin,
  auditToldFact,
  readAuditHead,
} from "../core/audit-ports.ts";
import type { Query } from "./database.ts";

/** The audit as it lies in control.db, for reading. `query` prepares a statement of that file. */
export function auditChain(query: <Row>(sql: string) => Pick<Query<Row>, "first" | "all">): AuditChain {
  const some = query<AuditRow>("SELECT * FROM audit WHERE entry > ? ORDER BY entry LIMIT ?");
  const fact = query<{ readonly value: string }>("SELECT value FROM facts WHERE name = ?");
  const last = query<{ readonly entry: number | null }>("SELECT max(entry) AS entry FROM audit");
  const sequence = query<{ readonly seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
  const head = (name: string): AuditHead | undefined => readAuditHead(fact.first(name)?.value);
  return {
    base: () => head(auditBaseFact) ?? auditOrigin,
    rows: (after, limit) => some.all(after, limit),
    newest: () => Math.max(last.first()?.entry ?? 0, sequence.first()?.seq ?? 0),
    told: () => head(auditToldFact),
  };
}
