import type { AuditChain, AuditHead, AuditRow } from "../core/audit-ports.ts";
import { auditHash } from "./audit-rows.ts";

/** What is wrong with the first link that does not hold. */
export type AuditBreak =
  /** Content, time, number or hash of the entry is not what was chained. */
  | "altered"
  /** Entries before this one are gone. */
  | "missing"
  /** The entry that belongs here stands elsewhere. */
  | "reordered"
  /** It was put between two that belong together, or before the oldest. */
  | "inserted"
  /** Entries at the new end are gone. */
  | "cut-off"
  /** Whole in itself, but not the chain whose head went out. */
  | "rewritten";

export type AuditVerdict =
  | { readonly kind: "whole"; readonly entries: number; readonly from: number; readonly head: AuditHead }
  | { readonly kind: "broken"; readonly entry: number; readonly what: AuditBreak; readonly detail: string };

type Broken = Extract<AuditVerdict, { kind: "broken" }>;

/** Entries that are read and hashed at a time, some ms. */
const pageSize = 256;

/**
 * Follows the chain from its oldest entry and names the first link that does not hold. `known` are heads from elsewhere, such
 * as the room: with the one that went out last they show that the chain was cut off at its new end or written anew as a whole. `breathe` is awaited
 * between pages; entries may come and blocks may go meanwhile.
 */
export async function verifyAudit(
  chain: AuditChain,
  known: readonly AuditHead[],
  breathe: () => Promise<void>,
): Promise<AuditVerdict> {
  const early = beforeBase(chain);
  if (early !== undefined) return early;
  let last = chain.base();
  let from = last.entry;
  let entries = 0;
  const told = chain.told();
  const heads = told === undefined ? known : [...known, told];
  for (let page = rowsAfter(chain, last); page.length > 0; page = rowsAfter(chain, last)) {
    for (const row of page) {
      const cutMeanwhile = row.entry > last.entry + 1 && chain.base().entry > last.entry;
      if (cutMeanwhile) last = chain.base();
      if (cutMeanwhile) from = last.entry;
      const broken = linkTo(row, last, chain) ?? unlike(row, heads);
      if (broken !== undefined) return broken;
      last = row;
      entries += 1;
    }
    await breathe();
  }
  return (
    endOf(chain, last, heads) ?? {
      kind: "whole",
      entries,
      from: from + 1,
      head: { entry: last.entry, hash: last.hash },
    }
  );
}

function rowsAfter(chain: AuditChain, { entry }: AuditHead): readonly AuditRow[] {
  return chain.rows(entry, pageSize);
}

function beforeBase(chain: AuditChain): Broken | undefined {
  const base = chain.base();
  const [first] = chain.rows(Number.MIN_SAFE_INTEGER, 1);
  if (first === undefined || first.entry > base.entry) return undefined;
  return broken(first.entry, "inserted", `The oldest entry that was kept is ${base.entry + 1}.`);
}

/** What is wrong with the link from the entry before to this one. */
function linkTo(row: AuditRow, before: AuditHead, chain: AuditChain): Broken | undefined {
  const due = before.entry + 1;
  if (row.entry !== due) {
    return broken(due, "missing", `${gone(row.entry - due)} before ${row.entry}.`);
  }
  if (auditHash(before.hash, row) === row.hash) return undefined;
  const real = findReal(row, before, chain);
  if (real === undefined) return broken(due, "altered", "It does not fit its hash and the entry before it.");
  const isPushedUp = real.entry === due + 1 && !isSwapped(row, real);
  if (isPushedUp) return broken(due, "inserted", `What belongs here stands at ${real.entry}.`);
  return broken(due, "reordered", `What belongs here stands at ${real.entry}.`);
}

/** An entry that was chained elsewhere, with the hash that it had there. */
interface RealEntry extends AuditHead {
  /** The hash that stands with it now. */
  readonly standing: string;
}

/** The entry elsewhere that was chained here, if any. */
function findReal({ entry, hash }: AuditRow, before: AuditHead, chain: AuditChain): RealEntry | undefined {
  let at = chain.base().entry;
  for (let page = chain.rows(at, pageSize); page.length > 0; page = chain.rows(at, pageSize)) {
    for (const other of page) {
      at = other.entry;
      if (at === entry) continue;
      const belongs = auditHash(before.hash, { ...other, entry });
      if (belongs === other.hash || belongs === hash) return { entry: at, hash: belongs, standing: other.hash };
    }
  }
  return undefined;
}

/** Whether what stands here belongs where its neighbour stands. */
function isSwapped(row: AuditRow, real: RealEntry): boolean {
  const there = auditHash(real.hash, { ...row, entry: real.entry });
  return there === row.hash || there === real.standing;
}

/** A head from elsewhere that this entry should be and is not. */
function unlike({ entry, hash }: AuditHead, heads: readonly AuditHead[]): Broken | undefined {
  const isWrong = heads.some((head) => head.entry === entry && head.hash !== hash);
  return isWrong
    ? broken(entry, "rewritten", "The chain holds, but its head at this entry was another one.")
    : undefined;
}

function endOf(chain: AuditChain, last: AuditHead, heads: readonly AuditHead[]): Broken | undefined {
  const atBase = unlike(chain.base(), heads);
  if (atBase !== undefined) return atBase;
  const newest = Math.max(chain.newest(), ...heads.map(({ entry }) => entry));
  if (newest <= last.entry) return undefined;
  return broken(last.entry + 1, "cut-off", `${gone(newest - last.entry)} at the new end.`);
}

function gone(count: number): string {
  return count === 1 ? "1 entry is gone" : `${count} entries are gone`;
}

function broken(entry: number, what: AuditBreak, detail: string): Broken {
  return { kind: "broken", entry, what, detail };
}
