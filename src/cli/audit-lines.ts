import type { AuditHead, AuditRow } from "../core/audit-ports.ts";
import { formatDuration } from "../core/duration.ts";
import { timeText } from "../core/time-text.ts";
import type { AuditEnd } from "../wiring/answer-audit.ts";

type Body = Readonly<Record<string, unknown>>;

/** An entry as one line: time (UTC), number, kind, who, what, and whatever else it says. */
export function auditLine({ entry, at, kind, body }: AuditRow): string {
  const head = [timeText(at), `${entry}`.padStart(6), kind.padEnd(8)];
  const read = readBody(body);
  if (read === undefined) return [...head, body].join("  ");
  const { sender, user, by, op, target, input, lease, pulse, status, code, ...rest } = read;
  const what = [op, target, input].filter((word) => word !== undefined).map(shown);
  return [
    ...head,
    ...[sender, user, by].filter((word) => word !== undefined).map(shown),
    ...(what.length > 0 ? [what.join(" ")] : []),
    ...[lease, pulse].filter((ms) => typeof ms === "number").map((ms) => `for ${formatDuration(ms)}`),
    ...[status, code].filter((word) => word !== undefined).map(shown),
    ...Object.entries(rest).map(([key, value]) => `${key}=${shown(isTime(key, value) ? timeText(value) : value)}`),
  ].join("  ");
}

/** Whether the chain holds, and what the room was told. */
export function auditVerdictLines({ verdict, told, head }: AuditEnd): readonly string[] {
  const room = told === null ? [] : [`the room was told ${headText(told)} last`];
  const old = head === "too-old" ? ["the head that was given is older than what is kept and cannot be checked"] : [];
  if (verdict.kind === "broken") {
    const { entry, what, detail } = verdict;
    return [...room, `BROKEN at entry ${entry}: ${what}. ${detail}`];
  }
  const { entries, from } = verdict;
  const span = entries === 0 ? "no entries" : `${entries} entries, ${from} to ${verdict.head.entry}`;
  const held = head === "held" ? ["the head that was given is one of them"] : [];
  return [...room, ...old, ...held, `the chain holds: ${span}, head ${headText(verdict.head)}`];
}

export function headText({ entry, hash }: AuditHead): string {
  return `${entry}:${hash}`;
}

/** Of a body's own keys those that end so are UTC ms. */
function isTime(key: string, value: unknown): value is number {
  return key.endsWith("_at") && typeof value === "number";
}

function readBody(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : undefined;
  } catch {
    return undefined;
  }
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
