import type { Database } from "../database.ts";

/** What is to be remembered once the transaction that it belongs to holds; never called when it was undone. */
export type Settle = () => void;

/** One transaction; afterwards what it leaves to be remembered is remembered, in that order. */
export function settled(database: Database, work: () => readonly Settle[]): void {
  for (const settle of database.inTransaction(work)) settle();
}
