import type { BootTimes } from "../../src/core/boot-times.ts";
import type { NewLogEntry, ReadingLog } from "../../src/core/store-ports.ts";
import { GroupCommit } from "../../src/store/group-commit.ts";
import { leftLater } from "../../src/store/readings/left-later.ts";
import type { LifeStores, Remains, StatePlace } from "../crash/state-place.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { laterFlush, quietly } from "../fakes/later-flush.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { MemoryDisk } from "../fakes/memory-disk.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";

/** ms that a reading may wait in memory. */
export const durabilityMs = 300;

/** A reading that was handed to the log, whatever became of it. */
export interface Handed {
  readonly entry: NewLogEntry;
  /** Monotonic ms. */
  readonly at: number;
}

/** A telemetry event as it was made. */
export interface Sealing {
  readonly wire: string;
  /** Monotonic ms. */
  readonly at: number;
  /** What it covers, in order, as it was handed to the log. */
  readonly entries: readonly NewLogEntry[];
}

/** What the agent of one life handed to the log, and made of it. */
export interface LifeBook {
  /** Monotonic ms. */
  readonly beganAt: number;
  readonly handed: Handed[];
  readonly sealings: Sealing[];
  /** Monotonic ms. */
  stoppedAt: number | undefined;
  /** Everything was let go of, what waited in memory committed if the disk took it. */
  isEndedInOrder: boolean;
}

/** The stores as models with a durable line; what each life handed to the reading log is written down beside them. */
export class ModelPlace implements StatePlace {
  readonly controlDisk = new MemoryDisk();
  readonly readingDisk = new MemoryDisk();
  readonly log = new MemoryReadingLog(this.readingDisk);
  readonly books: LifeBook[] = [];
  /** The world's, once there is one. */
  clock = new HandClock();
  readonly #store = new MemoryControlStore(() => this.clock.now(), this.controlDisk);

  open: StatePlace["open"] = (clock, log): LifeStores => {
    this.#store.reopen();
    this.log.reopen();
    const book: LifeBook = {
      beganAt: this.clock.monotonic(),
      handed: [],
      sealings: [],
      stoppedAt: undefined,
      isEndedInOrder: false,
    };
    this.books.push(book);
    const group = new GroupCommit<NewLogEntry>((entries, beside) => this.log.add(entries, beside), {
      durabilityMs,
      clock,
      onFault: ({ detail }) => log.error(detail),
    });
    const left = leftLater({ clock, hasLeft: () => this.log.hasLeft(), write: () => quietly(() => this.log.flush()) });
    const readingLog: ReadingLog & BootTimes = {
      ...methodsOf(this.log),
      append: (entry, receipt) => {
        book.handed.push({ entry, at: this.clock.monotonic() });
        group.append(entry, receipt);
      },
      withhold: (path, entry, receipt) => group.withhold(path, entry, receipt),
      commit: () => group.commit(),
      keepSealed: (event, range) => {
        const covered = this.log.unsealed(Number.POSITIVE_INFINITY).filter(({ position }) => position <= range.through);
        const entries = covered.flatMap(({ position }) => this.log.sources[position - 1] ?? []);
        book.sealings.push({ wire: event.wire, at: this.clock.monotonic(), entries });
        this.log.keepSealed(event, range);
      },
      delivered: (txn, eventId) => {
        this.log.delivered(txn, eventId);
        left.soon();
      },
    };
    const later = laterFlush(this.#store, clock);
    const store = { ...methodsOf(this.#store), keep: later.keep, removePost: later.removePost };
    const end = (): void => {
      later[Symbol.dispose]();
      group[Symbol.dispose]();
      left[Symbol.dispose]();
      book.isEndedInOrder = true;
      this.stopped();
    };
    return { store, readingLog, [Symbol.dispose]: end };
  };

  stopped(): void {
    const book = this.books.at(-1);
    if (book !== undefined) book.stoppedAt = this.clock.monotonic();
  }

  async remains(): Promise<Remains> {
    const store = this.#store;
    const sealed = this.log.sealed();
    return {
      inbox: store.nextEvent(0) === undefined ? 0 : 1,
      journal: new Map(store.journal.map(({ command, outcome }) => [command.id, outcome?.status])),
      outbox: store.outbox.map(({ id, createdAt, event }) => ({
        txn: `roomwire.post.${id}.${createdAt}`,
        content: { ...event.content },
      })),
      notes: store.auditEntries(0, Number.MAX_SAFE_INTEGER).map(({ kind, body: { id, event } }) => ({
        kind,
        id: typeof id === "string" ? id : undefined,
        event: typeof event === "string" ? event : undefined,
      })),
      delivered: this.log.deliveredThrough,
      sealed: sealed && { txn: sealed.event.txn, through: sealed.range.through },
      faults: [],
    };
  }
}

/** The same object as a bag of functions, as the stores on files are: they are spread here and there. */
function methodsOf<Of extends object>(object: Of): { readonly [Name in keyof Of]: Of[Name] } {
  const bag: Record<string, unknown> = {};
  for (let at = Object.getPrototypeOf(object); at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) {
      const member: unknown = Object.getOwnPropertyDescriptor(at, name)?.value;
      if (typeof member === "function" && name !== "constructor") bag[name] ??= member.bind(object);
    }
  }
  return bag as Of;
}
