import type { Clock } from "../core/clock.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Receipt } from "../core/receipt.ts";
import type { Beside } from "./beside.ts";
import { LossTally } from "./readings/loss-tally.ts";
import { ReceiptFlow } from "./receipt-flow.ts";

/** Why readings are not on the disk yet. `lost` counts those that memory could not hold since the last report. */
export interface LogFault {
  readonly code: "log-unwritable";
  readonly detail: string;
  readonly lost: number;
}

export interface GroupCommitOptions {
  /** An entry waits at most this many ms for its commit. */
  readonly durabilityMs: number;
  readonly clock: Clock;
  /** Called once when commits begin to fail, and whenever entries had to be dropped. */
  readonly onFault: (fault: LogFault) => void;
  /** Called once when a commit succeeds again. */
  readonly onBack?: () => void;
}

interface Waiting<Entry> {
  readonly entry: Entry;
  readonly receipts: readonly Receipt[];
}

/** An undefined entry: what is on the disk must go. */
type Withheld<Entry> = Waiting<Entry | undefined>;

const groupSize = 100;
const mostInMemory = 10_000;
const retryMs = 5000;
/** What is withheld is soon replaced or recorded: a commit of its own is worth it only where a source waits, and rarely. */
const withheldMs = 60_000;

/**
 * Collects entries and writes them together. While `write` throws, entries wait in bounded memory, the oldest giving way. Receipts are
 * called after the commit; where they make a source wait, it comes early.
 */
export class GroupCommit<Entry extends { readonly path: AffordancePath; readonly at: number }> implements Disposable {
  readonly #write: (entries: readonly Entry[], beside: Beside<Entry>) => void;
  readonly #options: GroupCommitOptions;
  readonly #flow = new ReceiptFlow();
  readonly #dropped = new LossTally();
  /** Called when it is on the disk that their readings were given up: until then a crash leaves it to the source to say them again. */
  #droppedReceipts: Receipt[] = [];
  #waiting: Waiting<Entry>[] = [];
  /** Not on the disk as it is here. */
  readonly #withheld = new Map<string, Withheld<Entry>>();
  /** Paths of which something withheld is on the disk. */
  readonly #kept = new Set<string>();
  #failing = false;
  #lost = 0;
  #deadline: { readonly at: number; readonly timer: Disposable } | undefined;
  #look: Disposable | undefined;
  #isInTurn = false;

  constructor(write: (entries: readonly Entry[], beside: Beside<Entry>) => void, options: GroupCommitOptions) {
    this.#write = write;
    this.#options = options;
  }

  append(entry: Entry, receipt?: Receipt): void {
    if (this.#waiting.length >= mostInMemory) this.#dropOldest();
    const replaced = this.#withheld.get(entry.path)?.receipts ?? [];
    if (this.#kept.has(entry.path)) this.#withheld.set(entry.path, { entry: undefined, receipts: [] });
    else this.#withheld.delete(entry.path);
    this.#waiting.push({ entry, receipts: receipt === undefined ? replaced : [...replaced, receipt] });
    this.#commitWithin(this.#options.durabilityMs);
    if (receipt !== undefined) this.#came();
    else if (this.#waiting.length >= groupSize && !this.#failing && !this.#isInTurn) this.commit();
  }

  /** With a receipt `entry` is kept until the next entry of that path, or until nothing is withheld of it. */
  withhold(path: string, entry: Entry | undefined, receipt?: Receipt): void {
    const before = this.#withheld.get(path);
    const next = receipt === undefined ? undefined : entry;
    const isGoing = before !== undefined && before.entry === undefined;
    const receipts = [...(isGoing ? before.receipts : []), ...(receipt === undefined ? [] : [receipt])];
    if (next === undefined && !this.#kept.has(path)) {
      this.#withheld.delete(path);
      settle(receipts);
    } else {
      this.#withheld.set(path, { entry: next, receipts });
      this.#commitWithin(next === undefined ? this.#options.durabilityMs : withheldMs);
    }
    // What has been replaced need not be kept.
    if (before !== undefined && !isGoing) settle(before.receipts);
    if (receipt !== undefined) this.#came();
  }

  commit(): void {
    this.#deadline?.timer[Symbol.dispose]();
    this.#deadline = undefined;
    if (this.#waiting.length === 0 && this.#withheld.size === 0) return;
    const entries = this.#waiting.map(({ entry }) => entry);
    const withheld = new Map([...this.#withheld].map(([path, { entry }]) => [path, entry]));
    const held = [...this.#waiting, ...this.#withheld.values()].flatMap((one) => one.receipts);
    const receipts = [...this.#droppedReceipts, ...held];
    const notes = new Map(receipts.map((receipt) => [receipt.source, receipt] as const));
    try {
      this.#write(entries, {
        withheld,
        notes: new Map([...notes].map(([source, one]) => [source, one.note()])),
        lost: this.#dropped.losses("disk"),
      });
    } catch (cause) {
      this.#fail(cause instanceof Error ? cause.message : String(cause));
      return;
    }
    this.#waiting = [];
    this.#withheld.clear();
    this.#dropped.clear();
    this.#droppedReceipts = [];
    for (const [path, entry] of withheld) entry === undefined ? this.#kept.delete(path) : this.#kept.add(path);
    if (this.#failing) this.#options.onBack?.();
    this.#failing = false;
    settle(receipts);
    if (receipts.length === 0) return;
    this.#flow.answered(this.#options.clock.monotonic());
    // After the sockets were read of what came during the commit.
    setImmediate(() => this.#flow.heard());
  }

  /** Entries that wait because the disk takes nothing; 0 while it does. */
  held(): number {
    return this.#failing ? this.#waiting.length : 0;
  }

  [Symbol.dispose](): void {
    this.commit();
    this.#deadline?.timer[Symbol.dispose]();
    this.#deadline = undefined;
    this.#look?.[Symbol.dispose]();
  }

  /** Once a turn, since samples of one message come in one: it is committed whole, with its note. */
  #came(): void {
    if (this.#isInTurn) return;
    this.#isInTurn = true;
    // Before mqtt.js handles the next packet, whereas a microtask would come after all that the socket brought at once.
    process.nextTick(() => {
      this.#isInTurn = false;
      this.#flow.came(this.#options.clock.monotonic());
      if (this.#waiting.length >= groupSize && !this.#failing) this.commit();
      this.#lookOut();
    });
  }

  /** Commits early when a source falls silent that may wait for its receipts. */
  #lookOut(): void {
    if (this.#look !== undefined || this.#failing || !this.#isAwaited()) return;
    const { clock } = this.#options;
    this.#look = clock.after(this.#flow.waitsAt - clock.monotonic(), () => {
      this.#look = undefined;
      if (clock.monotonic() >= this.#flow.waitsAt && this.#isAwaited() && !this.#failing) this.commit();
      this.#lookOut();
    });
  }

  #isAwaited(): boolean {
    const isAwaited = ({ receipts }: Waiting<Entry> | Withheld<Entry>): boolean => receipts.length > 0;
    return this.#waiting.some(isAwaited) || this.#withheld.values().some(isAwaited);
  }

  #commitWithin(ms: number): void {
    const { clock } = this.#options;
    const at = clock.monotonic() + ms;
    if (this.#failing || (this.#deadline !== undefined && this.#deadline.at <= at)) return;
    this.#deadline?.timer[Symbol.dispose]();
    this.#deadline = { at, timer: clock.after(ms, () => this.commit()) };
  }

  /** It is told as lost, so it need not be said again. */
  #dropOldest(): void {
    const oldest = this.#waiting.shift();
    if (oldest === undefined) return;
    this.#dropped.note(oldest.entry.path, oldest.entry.at);
    this.#droppedReceipts.push(...oldest.receipts);
    this.#lost += 1;
  }

  #fail(detail: string): void {
    const isKnown = this.#failing;
    this.#failing = false;
    this.#commitWithin(Math.max(this.#options.durabilityMs, retryMs));
    this.#failing = true;
    if (isKnown && this.#lost === 0) return;
    const lost = this.#lost;
    this.#lost = 0;
    this.#options.onFault({ code: "log-unwritable", detail, lost });
  }
}

function settle(receipts: readonly Receipt[]): void {
  for (const receipt of receipts) receipt.settle();
}
