/** How one commit ends: kept; refused, as by a full disk; refused although it is on the disk, as by a failed sync. */
export type CommitFate = "kept" | "refused" | "kept-and-refused";

/**
 * The durable line of a store in memory: what came over it is there after every crash, all else is gone. Each transaction is written
 * and synced before it is said to be done, so that the store's memory and its disk differ by one commit at most: one that was refused
 * although it is there. Nobody sees that one before the file is opened again, and the next commit lies in its place.
 */
export class MemoryDisk {
  /** Asked at each commit; a torn one is a refused one, since sums tell. */
  fate: () => CommitFate = () => "kept";
  /** Called before a commit and after it; what it throws ends the writer there. */
  onPass: () => void = () => undefined;
  #unseen: (() => void) | undefined;

  /** `write` changes what is kept and must not throw: whatever may be wrong with it is looked at before. */
  commit<Result>(write: () => Result): Result {
    this.onPass();
    const fate = this.fate();
    if (fate === "kept-and-refused") this.#unseen = write;
    if (fate !== "kept") throw new Error(fate === "refused" ? "the disk is full" : "the disk did not sync");
    this.#unseen = undefined;
    const result = write();
    this.onPass();
    return result;
  }

  /** The file is opened again, after a crash or an end in good order. */
  reopen(): void {
    const unseen = this.#unseen;
    this.#unseen = undefined;
    unseen?.();
  }
}
