import { type AuditChain, type AuditHead, type AuditRow, auditOrigin } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { OperationAnswer, OperationCall, OperationRequest } from "../core/operation-ports.ts";
import { type AuditVerdict, verifyAudit } from "../store/verify-audit.ts";
import { breathe } from "./breathe.ts";

/** A line of the answer: first what stands before the entries that are told, then each as it lies in the file. */
export type AuditLine = { readonly before: AuditHead } | { readonly row: AuditRow };

/** The last line of the answer. */
export interface AuditEnd {
  readonly verdict: AuditVerdict;
  /** The head that went into the room last. */
  readonly told: AuditHead | null;
  /** What came of the head that was asked about. */
  readonly head: "none" | "held" | "too-old";
}

const pageSize = 256;

/** Tells the audit from a time on, and whether its chain holds: for a running agent's socket and for the file alone alike. */
export async function answerAudit(chain: AuditChain, clock: Clock, call: OperationCall): Promise<OperationAnswer> {
  const asked = readRequest(call.request);
  if (typeof asked === "string")
    return { error: { code: "bad-usage", detail: asked, remedy: "See `roomwire --help`." } };
  const { since, head, rows } = asked;
  const verdict = await verifyAudit(chain, head === undefined ? [] : [head], breathe);
  const from = since === undefined ? chain.base() : await lastBefore(chain, clock.now() - since, breathe);
  if (rows) await tellRows(chain, from, call, breathe);
  const told = chain.told() ?? null;
  const how = head === undefined ? "none" : head.entry < chain.base().entry ? "too-old" : "held";
  return { end: { verdict, told, head: how } satisfies AuditEnd };
}

interface Asked {
  /** ms back from now. */
  readonly since: number | undefined;
  readonly head: AuditHead | undefined;
  readonly rows: boolean;
}

function readRequest({ since, head, rows }: OperationRequest): Asked | string {
  if (since !== undefined && (typeof since !== "number" || !(since >= 0))) return "since is no number of ms.";
  if (head === undefined) return { since, head, rows: rows === true };
  const isHead = typeof head === "object" && head !== null && "entry" in head && "hash" in head;
  if (!isHead || typeof head.entry !== "number" || typeof head.hash !== "string") return "head is no entry and hash.";
  return { since, head: { entry: head.entry, hash: head.hash }, rows: rows === true };
}

/** The newest entry before the first one at or after a time: entries are told in one piece, so that they verify. */
async function lastBefore(chain: AuditChain, at: number, breathe: () => Promise<void>): Promise<AuditHead> {
  let last: AuditHead = chain.base();
  for (let page = chain.rows(last.entry, pageSize); page.length > 0; page = chain.rows(last.entry, pageSize)) {
    const first = page.findIndex((row) => row.at >= at);
    if (first === 0) return last;
    const before = page.at(first === -1 ? -1 : first - 1) ?? auditOrigin;
    last = { entry: before.entry, hash: before.hash };
    if (first !== -1) return last;
    await breathe();
  }
  return last;
}

async function tellRows(
  chain: AuditChain,
  before: AuditHead,
  { say, signal }: OperationCall,
  breathe: () => Promise<void>,
): Promise<void> {
  let last = before.entry;
  await say({ before } satisfies AuditLine);
  for (let page = chain.rows(last, pageSize); page.length > 0 && !signal.aborted; page = chain.rows(last, pageSize)) {
    for (const row of page) {
      await say({ row } satisfies AuditLine);
      last = row.entry;
    }
    await breathe();
  }
}
