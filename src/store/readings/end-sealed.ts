import { LossTally } from "./loss-tally.ts";
import { readAfter } from "./read-after.ts";
import { changeReadings, coveredThrough, type ReadingParts } from "./reading-parts.ts";

/**
 * The sealed event left, or the homeserver will never take it (`eventId` null): then its readings are told as lost. Returns how many it
 * covered. Throws when no event of that transaction waits.
 */
export function endSealed(parts: ReadingParts, txn: string, eventId: string | null): number {
  const { sealed, cursor, losses, counts, recent } = parts;
  const kept = sealed.sealed();
  const covered = kept?.covered ?? 0;
  const tally = new LossTally();
  if (eventId === null && kept?.event.txn === txn) {
    const { delivered_through, gone_through } = cursor.get();
    const begin = Math.max(delivered_through, gone_through);
    const entries = readAfter(parts, begin, covered);
    for (const { path, at, position } of entries) if (position <= kept.range.through) tally.note(path, at);
  }
  changeReadings(parts, () => {
    const settle = sealed.end(txn, eventId);
    const move = cursor.set({ delivered_through: Math.max(kept?.range.through ?? 0, coveredThrough(parts)) });
    if (eventId === null) {
      losses.add(tally.losses("rejected"));
      const unknown = { path: undefined, reason: "rejected", fromAt: undefined, toAt: undefined } as const;
      if (covered > tally.count) losses.add([{ ...unknown, count: covered - tally.count }]);
    }
    const remember = (): void => {
      counts.waiting -= covered;
      recent.forgetThrough(coveredThrough(parts));
    };
    return [settle, move, remember];
  });
  return covered;
}
