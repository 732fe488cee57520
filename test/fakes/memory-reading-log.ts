import type { SealedEvent } from "../../src/core/room-ports.ts";
import type { LogEntry, NewLogEntry, ReadingLog, SealedRange } from "../../src/core/store-ports.ts";

/** The reading log without a disk. It outlives the agent of a test as a file would. Everything is committed at once. */
export class MemoryReadingLog implements ReadingLog {
  /** Everything ever appended, in the order of positions from 1. */
  readonly entries: LogEntry[] = [];
  /** Event ids of delivered ranges, in order. */
  readonly deliveries: (SealedRange & { readonly eventId: string })[] = [];
  /** When set, the next write throws it once, as a full disk would. */
  failNext: Error | undefined;
  #sealed: { readonly event: SealedEvent; readonly range: SealedRange } | undefined;
  #deliveredThrough = 0;
  #lastSealed: { readonly epoch: number; readonly seq: number } | undefined;

  append(entry: NewLogEntry): void {
    this.entries.push({ ...entry, position: this.entries.length + 1 });
  }

  commit(): void {}

  unsealed(limit: number): readonly LogEntry[] {
    const from = this.#sealed?.range.through ?? this.#deliveredThrough;
    return this.entries.slice(from, from + limit);
  }

  backlog(): { readonly readings: number; readonly oldestAt: number | undefined } {
    const waiting = this.entries.slice(this.#deliveredThrough);
    return { readings: waiting.length, oldestAt: waiting[0]?.at };
  }

  keepSealed(event: SealedEvent, range: SealedRange): void {
    this.#mayFail();
    if (this.#sealed !== undefined) throw new Error("a second sealed event");
    this.#sealed = { event, range };
    this.#lastSealed = { epoch: range.epoch, seq: range.seq };
  }

  sealed(): { readonly event: SealedEvent; readonly range: SealedRange } | undefined {
    return this.#sealed;
  }

  delivered(txn: string, eventId: string): void {
    this.#mayFail();
    this.deliveries.push({ ...this.#end(txn), eventId });
  }

  rejected(txn: string): number {
    this.#mayFail();
    const from = this.#deliveredThrough;
    return this.#end(txn).through - from;
  }

  lastSealed(): { readonly epoch: number; readonly seq: number } | undefined {
    return this.#lastSealed;
  }

  #end(txn: string): SealedRange {
    if (this.#sealed?.event.txn !== txn) throw new Error(`no sealed event waits under ${txn}`);
    const { range } = this.#sealed;
    this.#deliveredThrough = range.through;
    this.#sealed = undefined;
    return range;
  }

  #mayFail(): void {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
  }
}
