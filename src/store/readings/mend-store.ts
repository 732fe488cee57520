import type { SealedRange } from "../../core/store-ports.ts";
import { countWaiting } from "./count-readings.ts";
import { type Cursor, newCursor } from "./cursor-row.ts";
import { mendChain } from "./mend-chain.ts";
import type { Mark } from "./reading-mark.ts";
import { changeReadings, type ReadingParts, writeMark } from "./reading-parts.ts";
import type { Settle } from "./settle.ts";

/**
 * What is done when the file was opened: it is held against the mark beside it, rows that were altered are put aside, what is missing is told as
 * lost, and what is to be remembered is counted.
 */
export function mendStore(parts: ReadingParts, mark: Mark | undefined): void {
  const { cursor, sealed, segments, losses, counts } = parts;
  const before = cursor.get();
  const next = furthest(parts, mark?.cursor ?? newCursor);
  const isSent = (sealed.sealed()?.range.through ?? 0) <= next.delivered_through;
  changeReadings(parts, () => {
    const settles: Settle[] = [];
    if (next.gone_through > before.gone_through) removeThrough(parts, next.gone_through);
    if (isSent && sealed.sealed() !== undefined) settles.push(sealed.forget());
    if (next.loss_told > before.loss_told) {
      losses.told(next.loss_told);
      settles.push(parts.lossEvent.forget());
    }
    losses.mend(mark?.losses ?? []);
    if (JSON.stringify(next) !== JSON.stringify(before) || cursor.wasDamaged) settles.push(cursor.set(next));
    if (sealed.wasDamaged) settles.push(sealed.forget());
    return settles;
  });
  if (cursor.wasDamaged) parts.onDamage("how far readings were delivered was damaged and is taken from elsewhere", 0);
  if (sealed.wasDamaged) parts.onDamage("the event on its way was damaged and is made anew", 0);
  const newest = segments.newest();
  const reached = newest?.isSound ? newest.last : (newest?.first ?? 0);
  const ends = [reached, next.gone_through, next.delivered_through, sealed.sealed()?.range.through ?? 0];
  counts.last = Math.max(...ends, mark?.last ?? 0);
  counts.lastAt = mark?.lastAt ?? newest?.toAt ?? 0;
  mendChain(parts);
  counts.waiting = countWaiting(parts);
  counts.groups = segments.groupTotals();
  writeMark(parts);
}

/** The file may have lost its end, and the mark the newest steps: what is further on holds. */
function furthest({ cursor, sealed, segments }: ReadingParts, mark: Cursor): Cursor {
  const known = cursor.get();
  const sent = sealed.lastSent();
  const ends = [known, mark, sent, sealed.sealed()?.range].flatMap((range) => lastOf(range) ?? []);
  const last = ends.toSorted((a, b) => b.epoch - a.epoch || b.seq - a.seq)[0];
  const delivered = Math.max(known.delivered_through, mark.delivered_through, sent?.through ?? 0);
  const first = cursor.wasDamaged ? (segments.from(0, 1)[0]?.first ?? delivered + 1) : 1;
  return {
    only: 0,
    delivered_through: delivered,
    gone_through: Math.max(known.gone_through, mark.gone_through, first - 1),
    epoch: last?.epoch ?? null,
    seq: last?.seq ?? null,
    loss_seq: Math.max(known.loss_seq, mark.loss_seq),
    loss_told: Math.max(known.loss_told, mark.loss_told),
  };
}

function lastOf(range: Pick<Cursor, "epoch" | "seq"> | SealedRange | undefined) {
  const { epoch = null, seq = null } = range ?? {};
  return epoch === null || seq === null ? undefined : { epoch, seq };
}

/** Rows that were let go of before, and came back with an older state of the file. */
function removeThrough({ segments }: ReadingParts, position: number): void {
  for (;;) {
    const segment = segments.before(position + 1);
    if (segment === undefined || (segment.isSound && segment.last > position)) return;
    segments.remove(segment);
  }
}
