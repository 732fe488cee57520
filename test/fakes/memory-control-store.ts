import type { AuditEntry, AuditNote } from "../../src/core/audit-ports.ts";
import type { Command } from "../../src/core/command.ts";
import type { RoomId, UserId } from "../../src/core/ids.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import type { InboxEvent, SealedEvent } from "../../src/core/room-ports.ts";
import type {
  ControlStore,
  JournalEntry,
  NewInboxEvent,
  OutboxEntry,
  Post,
  Verdict,
} from "../../src/core/store-ports.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { MemoryPins } from "./memory-pins.ts";

interface Begun {
  readonly command: Command;
  readonly begunAt: number;
  outcome: Outcome | undefined;
}

/**
 * The control store without a disk. It outlives the agent of a test as a file would: make a second agent on the same
 * store to play a restart. Strict where SQLite's constraints are: nothing is judged, begun or finished twice.
 */
export class MemoryControlStore extends MemoryPins implements ControlStore {
  /** Every outcome in the order of finishing, for tests that count them. */
  readonly finished: { readonly commandId: string; readonly outcome: Outcome }[] = [];
  readonly verdicts: Verdict[] = [];
  /** When set, the next write throws it once, as a full disk would. */
  failNext: Error | undefined;

  #token: string | undefined;
  #position = 0;
  readonly #eventIds = new Set<string>();
  readonly #inbox = new Map<number, InboxEvent>();
  readonly #indexes = new Map<string, number>();
  readonly #commandIds = new Set<string>();
  readonly #journal = new Map<string, Begun>();
  #outbox: OutboxEntry[] = [];
  #outboxId = 0;
  readonly #facts = new Map<string, string>();
  readonly #audit: AuditEntry[] = [];
  readonly #now: () => number;

  readonly #disk: MemoryDisk;

  constructor(now: () => number = () => 0, disk = new MemoryDisk()) {
    super();
    this.#now = now;
    this.#disk = disk;
  }

  token(): string | undefined {
    return this.#token;
  }

  keep(events: readonly NewInboxEvent[], token: string): void {
    this.write(() => {
      for (const event of events) {
        if (this.#eventIds.has(event.eventId)) continue;
        this.#eventIds.add(event.eventId);
        const position = ++this.#position;
        this.#inbox.set(position, { ...event, position });
      }
      this.#token = token;
    });
  }

  nextEvent(after: number): InboxEvent | undefined {
    for (const [position, event] of this.#inbox) if (position > after) return event;
    return undefined;
  }

  highestIndex(sessionId: string): number | undefined {
    return this.#indexes.get(sessionId);
  }

  knowsCommand(id: string): boolean {
    return this.#commandIds.has(id);
  }

  journalEntry(id: string): JournalEntry | undefined {
    return this.#journal.get(id);
  }

  waiting(sender: UserId): number {
    return [...this.#inbox.values()].filter((event) => event.sender === sender).length;
  }

  judge(verdict: Verdict): void {
    if (!this.#inbox.has(verdict.position)) throw new Error(`event ${verdict.position} is not waiting to be judged`);
    if (verdict.begin !== undefined && this.#journal.has(verdict.begin.id)) {
      throw new Error(`command ${verdict.begin.id} begun twice`);
    }
    this.write(() => this.#judge(verdict));
  }

  #judge(verdict: Verdict): void {
    // Known only as long as the event waits, as in SQLite.
    this.#eventIds.delete(this.#inbox.get(verdict.position)?.eventId ?? "");
    this.#inbox.delete(verdict.position);
    this.verdicts.push(verdict);
    if (verdict.seen !== undefined) {
      const { sessionId, index } = verdict.seen;
      this.#indexes.set(sessionId, Math.max(index, this.#indexes.get(sessionId) ?? -1));
    }
    if (verdict.commandId !== undefined) this.#commandIds.add(verdict.commandId);
    if (verdict.begin !== undefined) {
      this.#journal.set(verdict.begin.id, { command: verdict.begin, begunAt: this.#now(), outcome: undefined });
    }
    for (const post of verdict.posts) this.#add(post);
    for (const note of verdict.notes) this.#note(note);
  }

  finish(commandId: string, outcome: Outcome, posts: readonly Post[], notes: readonly AuditNote[]): void {
    const begun = this.#journal.get(commandId);
    if (begun === undefined) throw new Error(`command ${commandId} was never begun`);
    if (begun.outcome !== undefined) throw new Error(`command ${commandId} finished twice`);
    this.write(() => {
      begun.outcome = outcome;
      this.finished.push({ commandId, outcome });
      for (const post of posts) this.#add(post);
      for (const note of notes) this.#note(note);
    });
  }

  unfinished(): readonly JournalEntry[] {
    return [...this.#journal.values()].filter(({ outcome }) => outcome === undefined);
  }

  together<Result>(work: () => Result): Result {
    return work();
  }

  post(post: Post): void {
    this.write(() => this.#add(post));
  }

  nextPost(passOver: ReadonlySet<RoomId> = new Set()): OutboxEntry | undefined {
    const open = this.#outbox.filter((entry) => !passOver.has(entry.event.room));
    return open.find((entry) => entry.class === "result") ?? open[0];
  }

  keepSealed(id: number, sealed: SealedEvent): void {
    this.write(() => {
      this.#outbox = this.#outbox.map((entry) => (entry.id === id ? { ...entry, sealed } : entry));
    });
  }

  removePost(id: number): void {
    this.write(() => {
      this.#outbox = this.#outbox.filter((entry) => entry.id !== id);
    });
  }

  postsWaiting(): number {
    return this.#outbox.length;
  }

  fact(name: string): string | undefined {
    return this.#facts.get(name);
  }

  setFact(name: string, value: string): void {
    this.write(() => this.#facts.set(name, value));
  }

  audit(note: AuditNote): void {
    this.write(() => undefined, note);
  }

  auditHead(): { readonly entry: number; readonly hash: string } | undefined {
    return this.#audit.at(-1);
  }

  auditEntries(after: number, limit: number): readonly AuditEntry[] {
    return this.#audit.slice(after, after + limit);
  }

  /** Everything that waits in the outbox, oldest first. */
  get outbox(): readonly OutboxEntry[] {
    return this.#outbox;
  }

  /** Every command begun, with its outcome if it has one. */
  get journal(): readonly JournalEntry[] {
    return [...this.#journal.values()];
  }

  #add(post: Post): void {
    this.#outbox.push({ ...post, id: ++this.#outboxId, createdAt: this.#now(), sealed: undefined });
  }

  /** Numbered, but not chained: that is what the file is for. */
  #note(note: AuditNote): void {
    this.#audit.push({ ...note, entry: this.#audit.length + 1, at: this.#now(), hash: "" });
  }

  protected override write(change: () => void, note?: AuditNote): void {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
    this.#disk.commit(() => {
      change();
      if (note !== undefined) this.#note(note);
    });
  }
}
