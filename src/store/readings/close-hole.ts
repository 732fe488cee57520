import { forgetWaiting } from "./give-up-readings.ts";
import { changeReadings, coveredThrough, type ReadingParts } from "./reading-parts.ts";

/**
 * Lets the row before that position stand for all up to the next one, and tells as lost what no event covers: as many as are known
 * to be missing, else all the positions.
 */
export function closeHole(parts: ReadingParts, position: number, missing?: number): void {
  const { segments, cursor, losses, counts } = parts;
  const previous = segments.before(position);
  const [next] = segments.from(position, 1);
  if (previous?.isSound === false || next?.isSound === false) return;
  const first = (previous?.last ?? cursor.get().gone_through) + 1;
  const last = next === undefined ? counts.last : next.first - 1;
  if (last < first) return;
  const lost = missing ?? Math.max(0, last - Math.max(coveredThrough(parts), first - 1));
  const toAt = next?.fromAt ?? counts.lastAt;
  changeReadings(parts, () => {
    const loss = { path: undefined, reason: "corrupt", count: lost, fromAt: previous?.toAt ?? toAt, toAt } as const;
    if (lost > 0) losses.add([loss]);
    if (previous !== undefined) segments.reach(previous, last);
    const settles = previous === undefined ? [cursor.set({ gone_through: last })] : [];
    return [...settles, forgetWaiting(parts, missing ?? 0)];
  });
  parts.onDamage(`the readings ${first} to ${last} are missing`, lost);
}
