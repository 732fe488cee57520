import { AgentFault } from "../../core/agent-fault.ts";
import { changeReadings, type ReadingParts } from "./reading-parts.ts";

/** Takes the event on its way back: its readings wait again and its number is free. Throws when another one waits, or none. */
export function unseal(parts: ReadingParts, txn: string): void {
  const { sealed, cursor, mark, counts, losses } = parts;
  if (sealed.sealed()?.event.txn !== txn) {
    throw new AgentFault("internal", `No sealed event waits under transaction ${txn}.`);
  }
  const { epoch = null, seq = null } = sealed.lastSent() ?? {};
  // Before the file: where they differ, what is further on holds.
  mark.write({ cursor: { ...cursor.get(), epoch, seq }, ...counts, losses: losses.sums() });
  mark.sync();
  changeReadings(parts, () => [sealed.forget(), cursor.set({ epoch, seq })]);
}
