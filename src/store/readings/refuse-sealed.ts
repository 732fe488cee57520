import { LossTally } from "./loss-tally.ts";
import { readAfter } from "./read-after.ts";
import { changeReadings, coveredThrough, type ReadingParts } from "./reading-parts.ts";

/**
 * The homeserver will never take the sealed event: its readings are told as lost. Returns how many it covered. Throws when no event of
 * that transaction waits.
 */
export function refuseSealed(parts: ReadingParts, txn: string): number {
  const { sealed, cursor, losses, counts } = parts;
  const kept = sealed.sealed();
  const covered = kept?.covered ?? 0;
  const tally = new LossTally();
  if (kept?.event.txn === txn) {
    const { delivered_through, gone_through } = cursor.get();
    const entries = readAfter(parts, Math.max(delivered_through, gone_through), covered);
    for (const { path, at, position } of entries) if (position <= kept.range.through) tally.note(path, at);
  }
  changeReadings(parts, () => {
    const settle = sealed.refused(txn);
    const move = cursor.set({ delivered_through: coveredThrough(parts) });
    losses.add(tally.losses("rejected"));
    const unknown = { path: undefined, reason: "rejected", fromAt: undefined, toAt: undefined } as const;
    if (covered > tally.count) losses.add([{ ...unknown, count: covered - tally.count }]);
    const remember = (): void => {
      counts.waiting -= covered;
    };
    return [settle, move, remember];
  });
  return covered;
}
