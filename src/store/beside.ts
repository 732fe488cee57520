import type { Loss } from "../core/reading-loss.ts";

/** What is written in the transaction of the entries. */
export interface Beside<Entry> {
  /** By path: what is withheld of it now; undefined: nothing any more. */
  readonly withheld: ReadonlyMap<string, Entry | undefined>;
  /** By source: what was taken from it. */
  readonly notes: ReadonlyMap<string, Uint8Array>;
  /** What memory could not hold of those before. */
  readonly lost: readonly Loss[];
}
