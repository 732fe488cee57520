/** What a connection leaves for the next run of the agent. */
export interface ConnectionMemory {
  /** At most 23 letters, digits and hyphens: the same over restarts, another one for each agent and connection. */
  readonly id: string;
  /** What the reading log remembers of the source of this id (`Receipt.note`). */
  readonly note: Uint8Array | undefined;
  /** Topic filters that the broker may know of. */
  readonly filters: readonly string[];
  /** Durable when it returns, unless the disk refuses, which is told elsewhere. */
  keepFilters(filters: readonly string[]): void;
  /** The driver's own words, as it kept them last; undefined: never. */
  readonly words: string | undefined;
  /** As durable as filters. One write to the disk: not for every sample. */
  keepWords(words: string): void;
}
