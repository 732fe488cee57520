import { AgentFault } from "../../core/agent-fault.ts";
import { changeReadings, coveredThrough, type ReadingParts, writeMark } from "./reading-parts.ts";

/**
 * The sealed event left. What says so need not be synced by itself: it rides in the next change, and what a power cut takes of it is sent
 * again, under the same transaction id. Throws when no event of that transaction waits.
 */
export function noteDelivered(parts: ReadingParts, txn: string, eventId: string): void {
  const { sealed, cursor, counts, recent } = parts;
  const through = coveredThrough(parts);
  const covered = sealed.sealed()?.covered ?? 0;
  sealed.left(txn, eventId);
  cursor.remember({ delivered_through: through });
  counts.waiting -= covered;
  recent.forgetThrough(through);
  writeMark(parts);
}

/** Where the disk takes nothing it waits on, and whoever writes next is told. */
export function writeDelivered(parts: ReadingParts): void {
  try {
    changeReadings(parts, () => []);
  } catch (cause) {
    if (!(cause instanceof AgentFault)) throw cause;
  }
}
