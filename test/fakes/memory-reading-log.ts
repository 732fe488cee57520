import type { AffordancePath } from "../../src/core/ids.ts";
import type { Loss, LossBatch, LossReason } from "../../src/core/reading-loss.ts";
import type { Receipt } from "../../src/core/receipt.ts";
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
  readonly #gone = new Set<number>();
  #sealed: { readonly event: SealedEvent; readonly range: SealedRange } | undefined;
  #deliveredThrough = 0;
  #lastSealed: { readonly epoch: number; readonly seq: number } | undefined;
  #lastEnded: { readonly epoch: number; readonly seq: number } | undefined;
  #open = new Map<string, Loss>();
  #batch: LossBatch | undefined;
  #lossSeq = 0;
  #sealedLoss: SealedEvent | undefined;
  readonly #dropped: Record<LossReason, number> = { quota: 0, age: 0, disk: 0, corrupt: 0, rejected: 0 };

  append(entry: NewLogEntry, receipt?: Receipt): void {
    this.entries.push({ ...entry, position: this.entries.length + 1 });
    receipt?.settle();
  }

  withhold(_path: AffordancePath, _entry: NewLogEntry | undefined, receipt?: Receipt): void {
    receipt?.settle();
  }

  remembered(): undefined {
    return undefined;
  }

  commit(): void {}

  gather(): void {}

  unsealed(limit: number): readonly LogEntry[] {
    return this.#kept(this.#sealed?.range.through ?? this.#deliveredThrough).slice(0, limit);
  }

  backlog(): { readonly readings: number; readonly oldestAt: number | undefined } {
    const waiting = this.#kept(this.#deliveredThrough);
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
    const waiting = this.#kept(this.#deliveredThrough);
    const { through } = this.#end(txn);
    const lost = waiting.filter(({ position }) => position <= through);
    for (const entry of lost) this.#lose(entry, "rejected");
    return lost.length;
  }

  unseal(txn: string): void {
    this.#mayFail();
    if (this.#sealed?.event.txn !== txn) throw new Error(`no sealed event waits under ${txn}`);
    this.#sealed = undefined;
    this.#lastSealed = this.#lastEnded;
  }

  lastSealed(): { readonly epoch: number; readonly seq: number } | undefined {
    return this.#lastSealed;
  }

  *history(path: AffordancePath, fromAt: number, toAt: number): Iterable<LogEntry> {
    for (const entry of this.#kept(0)) {
      if (entry.path === path && entry.at >= fromAt && entry.at <= toAt) yield entry;
    }
  }

  hasLosses(): boolean {
    return this.#batch !== undefined || this.#open.size > 0;
  }

  losses(limit: number): LossBatch | undefined {
    if (this.#batch !== undefined || this.#open.size === 0) return this.#batch;
    const taken = [...this.#open].slice(0, limit);
    for (const [key] of taken) this.#open.delete(key);
    this.#lossSeq += 1;
    this.#batch = { seq: this.#lossSeq, losses: taken.map(([, loss]) => loss) };
    return this.#batch;
  }

  keepSealedLoss(event: SealedEvent): void {
    this.#mayFail();
    this.#sealedLoss = event;
  }

  sealedLoss(): SealedEvent | undefined {
    return this.#sealedLoss;
  }

  lossTold(): void {
    this.#mayFail();
    this.#batch = undefined;
    this.#sealedLoss = undefined;
  }

  usage(): ReturnType<ReadingLog["usage"]> {
    const oldestAt = this.#kept(0)[0]?.at;
    return { bytes: 0, quota: 0, waitingBytes: 0, oldestAt, dropped: { ...this.#dropped }, inMemory: 0 };
  }

  /** Gives up the oldest readings that no event covers, as a full disk would. */
  giveUp(count: number): void {
    for (const entry of this.unsealed(count)) this.#lose(entry, "quota");
  }

  #kept(after: number): readonly LogEntry[] {
    return this.entries.slice(after).filter(({ position }) => !this.#gone.has(position));
  }

  #lose({ position, path, at }: LogEntry, reason: LossReason): void {
    if (reason !== "rejected") this.#gone.add(position);
    this.#dropped[reason] += 1;
    const key = `${path} ${reason}`;
    const { count = 0, fromAt = at, toAt = at } = this.#open.get(key) ?? {};
    const times = { fromAt: Math.min(fromAt, at), toAt: Math.max(toAt, at) };
    this.#open.set(key, { path, reason, count: count + 1, ...times });
  }

  #end(txn: string): SealedRange {
    if (this.#sealed?.event.txn !== txn) throw new Error(`no sealed event waits under ${txn}`);
    const { range } = this.#sealed;
    this.#deliveredThrough = range.through;
    this.#lastEnded = { epoch: range.epoch, seq: range.seq };
    this.#sealed = undefined;
    return range;
  }

  #mayFail(): void {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
  }
}
