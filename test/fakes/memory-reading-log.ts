import type { BootTime, BootTimes } from "../../src/core/boot-times.ts";
import type { AffordancePath } from "../../src/core/ids.ts";
import type { Loss, LossBatch, LossReason } from "../../src/core/reading-loss.ts";
import type { Receipt } from "../../src/core/receipt.ts";
import type { SealedEvent } from "../../src/core/room-ports.ts";
import type { LogEntry, NewLogEntry, ReadingLog, SealedRange } from "../../src/core/store-ports.ts";
import type { Beside } from "../../src/store/beside.ts";
import { MemoryBoots } from "./memory-boots.ts";
import { MemoryDisk } from "./memory-disk.ts";

/** The reading log without a disk. It outlives the agent of a test as a file would. What is appended is committed at once. */
export class MemoryReadingLog implements ReadingLog, BootTimes {
  /** Everything ever committed, in the order of positions from 1, with the times that were handed in. */
  readonly entries: LogEntry[] = [];
  /** The very objects that they were made of. */
  readonly sources: NewLogEntry[] = [];
  /** Event ids of delivered ranges, in order. */
  readonly deliveries: (SealedRange & { readonly eventId: string })[] = [];
  /** When set, the next write throws it once, as a full disk would. */
  failNext: Error | undefined;
  /** Readings that no event covers yet, at most; what is older is given up as for the quota. */
  mostWaiting = Number.POSITIVE_INFINITY;
  readonly #disk: MemoryDisk;
  readonly #withheld = new Map<string, NewLogEntry>();
  readonly #notes = new Map<string, Uint8Array>();
  readonly #gone = new Set<number>();
  readonly #boots = new MemoryBoots((change) => this.#commit(change));
  #sealed: { readonly event: SealedEvent; readonly range: SealedRange } | undefined;
  #deliveredThrough = 0;
  /** What the disk says while it does not know that an event was delivered. */
  #undelivered: (() => void) | undefined;
  #lastSealed: { readonly epoch: number; readonly seq: number } | undefined;
  #lastEnded: { readonly epoch: number; readonly seq: number } | undefined;
  #open = new Map<string, Loss>();
  #batch: LossBatch | undefined;
  #lossSeq = 0;
  #sealedLoss: SealedEvent | undefined;
  readonly #dropped: Record<LossReason, number> = { quota: 0, age: 0, disk: 0, corrupt: 0, rejected: 0 };

  constructor(disk = new MemoryDisk()) {
    this.#disk = disk;
  }

  append(entry: NewLogEntry, receipt?: Receipt): void {
    this.entries.push({ ...entry, position: this.entries.length + 1 });
    this.sources.push(entry);
    receipt?.settle();
  }

  /** The file is opened again: what was withheld when the agent ended is recorded now. */
  reopen(): void {
    this.#disk.reopen();
    this.#boots.reopen();
    this.#undelivered?.();
    this.#undelivered = undefined;
    const held = [...this.#withheld.values()].toSorted((one, other) => one.at - other.at);
    this.#withheld.clear();
    for (const entry of held) this.append(entry);
  }

  /** A group of entries and what goes with it, in one transaction. */
  add(entries: readonly NewLogEntry[], { lost, withheld, notes }: Beside<NewLogEntry>): void {
    this.#write(() => {
      for (const { path, reason, count, fromAt = 0, toAt = 0 } of lost) this.#tally(path, reason, count, fromAt, toAt);
      for (const entry of entries) this.append(entry);
      for (const [path, entry] of withheld) {
        if (entry === undefined) this.#withheld.delete(path);
        else this.#withheld.set(path, entry);
      }
      for (const [source, note] of notes) this.#notes.set(source, note);
      const tooMany = this.unsealed(Number.POSITIVE_INFINITY).length - this.mostWaiting;
      if (tooMany > 0) this.giveUp(tooMany);
    });
  }

  withhold(_path: AffordancePath, _entry: NewLogEntry | undefined, receipt?: Receipt): void {
    receipt?.settle();
  }

  remembered(source: string): Uint8Array | undefined {
    return this.#notes.get(source);
  }

  beginBoot(boot: string, guess: number): BootTime {
    return this.#boots.beginBoot(boot, guess);
  }

  knowBoot(boot: string, startedAt: number): void {
    this.#boots.knowBoot(boot, startedAt);
  }

  commit(): void {}

  gather(): void {}

  /** Position up to which readings were delivered, or given up because their event was refused. */
  get deliveredThrough(): number {
    return this.#deliveredThrough;
  }

  /** What is still to be delivered, sealed or not. */
  waiting(): readonly LogEntry[] {
    return this.#kept(this.#deliveredThrough);
  }

  unsealed(limit: number): readonly LogEntry[] {
    return this.#kept(this.#sealed?.range.through ?? this.#deliveredThrough).slice(0, limit);
  }

  backlog() {
    const waiting = this.waiting();
    return { readings: waiting.length, oldestAt: waiting[0]?.at, deliveredThrough: this.#deliveredThrough };
  }

  keepSealed(event: SealedEvent, range: SealedRange): void {
    if (this.#sealed !== undefined) throw new Error("a second sealed event");
    this.#write(() => {
      this.#sealed = { event, range };
      this.#lastSealed = { epoch: range.epoch, seq: range.seq };
    });
  }

  sealed(): { readonly event: SealedEvent; readonly range: SealedRange } | undefined {
    return this.#sealed;
  }

  delivered(txn: string, eventId: string): void {
    const range = this.#sealedUnder(txn);
    const [sealed, through, ended] = [this.#sealed, this.#deliveredThrough, this.#lastEnded];
    this.#undelivered = () => {
      this.deliveries.pop();
      [this.#sealed, this.#deliveredThrough, this.#lastEnded] = [sealed, through, ended];
    };
    this.deliveries.push({ ...range, eventId });
    this.#end(range);
  }

  /** Whether the disk does not know yet that an event was delivered. */
  hasLeft(): boolean {
    return this.#undelivered !== undefined;
  }

  /** What waits for another change is on the disk when it returns. */
  flush(): void {
    this.#write(() => undefined);
  }

  rejected(txn: string): number {
    const range = this.#sealedUnder(txn);
    return this.#write(() => {
      const lost = this.waiting().filter(({ position }) => position <= range.through);
      for (const entry of lost) this.#lose(entry, "rejected");
      this.#end(range);
      return lost.length;
    });
  }

  unseal(txn: string): void {
    this.#sealedUnder(txn);
    this.#write(() => {
      this.#sealed = undefined;
      this.#lastSealed = this.#lastEnded;
    });
  }

  lastSealed(): { readonly epoch: number; readonly seq: number } | undefined {
    return this.#lastSealed;
  }

  *history(path: AffordancePath, fromAt: number, toAt: number): Iterable<LogEntry> {
    for (const entry of this.#kept(0)) {
      if (entry.path === path && entry.at >= fromAt && entry.at <= toAt) yield entry;
    }
  }

  weight(fromAt: number, toAt: number): number {
    return this.#kept(0).filter(({ at }) => at >= fromAt && at <= toAt).length;
  }

  hasLosses(): boolean {
    return this.#batch !== undefined || this.#open.size > 0;
  }

  losses(limit: number): LossBatch | undefined {
    if (this.#batch !== undefined || this.#open.size === 0) return this.#batch;
    const taken = [...this.#open].slice(0, limit);
    return this.#write(() => {
      for (const [key] of taken) this.#open.delete(key);
      this.#lossSeq += 1;
      this.#batch = { seq: this.#lossSeq, losses: taken.map(([, loss]) => loss) };
      return this.#batch;
    });
  }

  keepSealedLoss(event: SealedEvent): void {
    this.#write(() => {
      this.#sealedLoss = event;
    });
  }

  sealedLoss(): SealedEvent | undefined {
    return this.#sealedLoss;
  }

  lossTold(): void {
    this.#write(() => {
      this.#batch = undefined;
      this.#sealedLoss = undefined;
    });
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
    const kept = this.entries.slice(after).filter(({ position }) => !this.#gone.has(position));
    return kept.map((entry) => this.#boots.told(entry));
  }

  #lose({ position, path, at }: LogEntry, reason: LossReason): void {
    if (reason !== "rejected") this.#gone.add(position);
    this.#tally(path, reason, 1, at, at);
  }

  #tally(path: AffordancePath | undefined, reason: LossReason, more: number, from: number, to: number): void {
    this.#dropped[reason] += more;
    const key = `${path} ${reason}`;
    const { count = 0, fromAt = from, toAt = to } = this.#open.get(key) ?? {};
    const times = { fromAt: Math.min(fromAt, from), toAt: Math.max(toAt, to) };
    this.#open.set(key, { path, reason, count: count + more, ...times });
  }

  #sealedUnder(txn: string): SealedRange {
    if (this.#sealed?.event.txn !== txn) throw new Error(`no sealed event waits under ${txn}`);
    return this.#sealed.range;
  }

  #end(range: SealedRange): void {
    this.#deliveredThrough = range.through;
    this.#lastEnded = { epoch: range.epoch, seq: range.seq };
    this.#sealed = undefined;
  }

  #write<Result>(change: () => Result): Result {
    return this.#commit(() => {
      this.#undelivered = undefined;
      return change();
    });
  }

  #commit<Result>(change: () => Result): Result {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
    return this.#disk.commit(change);
  }
}
