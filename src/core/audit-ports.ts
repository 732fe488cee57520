/** What is written to the audit, and what its chain offers to who reads and checks it. */

/** One line of the audit: what happened, as a small object that holds no secret and no value of a private property. */
export interface AuditNote {
  readonly kind:
    | "command"
    | "refusal"
    | "outcome"
    | "pin"
    | "identity"
    | "safe"
    | "stop"
    | "reload"
    | "start"
    | "end"
    | "wipe";
  readonly body: Readonly<Record<string, string | number | boolean>>;
}

export interface AuditEntry extends AuditNote {
  /** Counts up by one from 1, never reused. */
  readonly entry: number;
  /** UTC ms on the agent's clock, which may be wrong. */
  readonly at: number;
  /** SHA-256 over the hash before it and this entry, lower-case hex. */
  readonly hash: string;
}

/** Append-only, hash-chained, bounded. */
export interface AuditStore {
  audit(note: AuditNote): void;
  auditHead(): { readonly entry: number; readonly hash: string } | undefined;
  auditEntries(after: number, limit: number): readonly AuditEntry[];
}
/** An entry of the chain by number and hash: whoever knows it can tell whether the entries up to it are the same. */
export interface AuditHead {
  readonly entry: number;
  /** Lower-case hex of a SHA-256. */
  readonly hash: string;
}

/** Where the chain begins: before entry 1. */
export const auditOrigin: AuditHead = { entry: 0, hash: "0".repeat(64) };

/** Facts of the control store that hold a head as JSON: what was cut off last, what went into the room last (with `at`). */
export const auditBaseFact = "audit-base";
export const auditToldFact = "audit-told";

/** A head as a fact holds it; undefined when there is none, or something else. */
export function readAuditHead(text: string | undefined): (AuditHead & { readonly at: number }) | undefined {
  try {
    const { entry, hash, at } = JSON.parse(text ?? "null") ?? {};
    return Number.isSafeInteger(entry) && typeof hash === "string" ? { entry, hash, at: Number(at ?? 0) } : undefined;
  } catch {
    return undefined;
  }
}

/** A row of the audit as it lies in the file: what is altered must be seen. hash = SHA-256(JSON text of [hash before, entry, at, kind, body]). */
export interface AuditRow extends AuditHead {
  /** UTC ms on the agent's clock, which may be wrong. */
  readonly at: number;
  readonly kind: string;
  /** JSON text of an object. */
  readonly body: string;
}

/** The chain as it lies in the file. */
export interface AuditChain {
  /** The newest entry that was cut off at the old end; entry 0 while nothing was. */
  base(): AuditHead;
  rows(after: number, limit: number): readonly AuditRow[];
  /** Number of the newest entry ever written. */
  newest(): number;
  /** The head that went out into the room last. */
  told(): AuditHead | undefined;
}
