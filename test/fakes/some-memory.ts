import type { ConnectionMemory } from "../../src/core/connection-memory.ts";

/** What a connection leaves, kept in the test's hand: it outlives the broker connections that use it. */
export class SomeMemory implements ConnectionMemory {
  readonly id: string;
  note: Uint8Array | undefined;
  filters: readonly string[] = [];
  words: string | undefined;
  /** Every list that was kept. */
  readonly kept: (readonly string[])[] = [];

  constructor(id = `test-${crypto.randomUUID().slice(-12)}`) {
    this.id = id;
  }

  keepWords(words: string): void {
    this.words = words;
  }

  keepFilters(filters: readonly string[]): void {
    this.filters = filters;
    this.kept.push(filters);
  }
}
