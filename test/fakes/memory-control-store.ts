import type { AuditEntry, AuditNote } from "../../src/core/audit-ports.ts";
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
import { type ControlState, controlState } from "./control-state.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { MemoryPins } from "./memory-pins.ts";

/**
 * The control store without a disk. It outlives the agent of a test as a file would: make a second agent on the same
 * store to play a restart. Strict where SQLite's constraints are: nothing is judged, begun or finished twice. Arrivals and what was
 * taken out of the outbox are durable with the next transaction only.
 */
export class MemoryControlStore extends MemoryPins implements ControlStore {
  /** When set, the next write throws it once, as a full disk would. */
  failNext: Error | undefined;

  protected state: ControlState = controlState();
  /** What is behind the durable line. */
  #durable: ControlState = controlState();
  #isOpen = false;
  readonly #now: () => number;
  readonly #disk: MemoryDisk;

  constructor(now: () => number = () => 0, disk = new MemoryDisk()) {
    super();
    this.#now = now;
    this.#disk = disk;
  }

  /** The file is opened again after a crash: what was not durable is gone. */
  reopen(): void {
    this.#disk.reopen();
    this.state = controlState(this.#durable);
    this.#isOpen = false;
  }

  token(): string | undefined {
    return this.state.token;
  }

  keep(events: readonly NewInboxEvent[], token: string): void {
    this.#mayFail();
    const { state } = this;
    // Known only as long as the event waits, as in SQLite.
    const known = new Set([...state.inbox.values()].map(({ eventId }) => eventId));
    for (const event of events) {
      if (known.has(event.eventId)) continue;
      known.add(event.eventId);
      state.position += 1;
      state.inbox.set(state.position, { ...event, position: state.position });
    }
    state.token = token;
  }

  nextEvent(after: number): InboxEvent | undefined {
    for (const [position, event] of this.state.inbox) if (position > after) return event;
    return undefined;
  }

  highestIndex(sessionId: string): number | undefined {
    return this.state.indexes.get(sessionId);
  }

  knowsCommand(id: string): boolean {
    return this.state.commandIds.has(id);
  }

  journalEntry(id: string): JournalEntry | undefined {
    return this.state.journal.get(id);
  }

  waiting(sender: UserId): number {
    return [...this.state.inbox.values()].filter((event) => event.sender === sender).length;
  }

  judge(verdict: Verdict): void {
    this.write(() => this.#judge(verdict));
  }

  finish(commandId: string, outcome: Outcome, posts: readonly Post[], notes: readonly AuditNote[]): void {
    this.write(() => {
      const begun = this.state.journal.get(commandId);
      if (begun === undefined) throw new Error(`command ${commandId} was never begun`);
      if (begun.outcome !== undefined) throw new Error(`command ${commandId} finished twice`);
      this.state.journal.set(commandId, { ...begun, outcome });
      for (const post of posts) this.#add(post);
      for (const note of notes) this.#note(note);
      this.state.finished.push({ commandId, outcome });
    });
  }

  unfinished(): readonly JournalEntry[] {
    return [...this.state.journal.values()].filter(({ outcome }) => outcome === undefined);
  }

  together<Result>(work: () => Result): Result {
    if (this.#isOpen) return work();
    const before = controlState(this.state);
    this.#isOpen = true;
    let isCommitted = false;
    try {
      const result = work();
      this.#mayFail();
      const after = controlState(this.state);
      this.#disk.commit(() => {
        this.#durable = after;
        isCommitted = true;
      });
      return result;
    } finally {
      this.#isOpen = false;
      if (!isCommitted) this.state = before;
    }
  }

  post(post: Post): void {
    this.write(() => this.#add(post));
  }

  nextPost(passOver: ReadonlySet<RoomId> = new Set()): OutboxEntry | undefined {
    const open = this.outbox.filter((entry) => !passOver.has(entry.event.room));
    return open.find((entry) => entry.class === "result") ?? open[0];
  }

  keepSealed(id: number, sealed: SealedEvent): void {
    this.write(() => {
      const entry = this.state.outbox.get(id);
      if (entry !== undefined) this.state.outbox.set(id, { ...entry, sealed });
    });
  }

  removePost(id: number): void {
    this.#mayFail();
    this.state.outbox.delete(id);
  }

  postsWaiting(): number {
    return this.state.outbox.size;
  }

  fact(name: string): string | undefined {
    return this.state.facts.get(name);
  }

  setFact(name: string, value: string): void {
    this.write(() => this.state.facts.set(name, value));
  }

  audit(note: AuditNote): void {
    this.write(() => undefined, note);
  }

  auditHead(): { readonly entry: number; readonly hash: string } | undefined {
    return this.state.audit.at(-1);
  }

  auditEntries(after: number, limit: number): readonly AuditEntry[] {
    return this.state.audit.slice(after, after + limit);
  }

  get finished(): ControlState["finished"] {
    return this.state.finished;
  }

  get verdicts(): ControlState["verdicts"] {
    return this.state.verdicts;
  }

  /** Everything that waits in the outbox, oldest first. */
  get outbox(): readonly OutboxEntry[] {
    return [...this.state.outbox.values()];
  }

  /** Every command begun, with its outcome if it has one. */
  get journal(): readonly JournalEntry[] {
    return [...this.state.journal.values()];
  }

  protected override write(change: () => void, note?: AuditNote): void {
    this.together(() => {
      change();
      if (note !== undefined) this.#note(note);
    });
  }

  #judge(verdict: Verdict): void {
    const { position, seen, commandId, begin, posts, notes } = verdict;
    const { state } = this;
    state.verdicts.push(verdict);
    if (!state.inbox.delete(position)) throw new Error(`event ${position} is not waiting to be judged`);
    if (seen !== undefined) {
      state.indexes.set(seen.sessionId, Math.max(seen.index, state.indexes.get(seen.sessionId) ?? -1));
    }
    if (commandId !== undefined) state.commandIds.add(commandId);
    if (begin !== undefined) {
      if (state.journal.has(begin.id)) throw new Error(`command ${begin.id} begun twice`);
      state.journal.set(begin.id, { command: begin, begunAt: this.#now(), outcome: undefined });
    }
    for (const post of posts) this.#add(post);
    for (const note of notes) this.#note(note);
  }

  #add(post: Post): void {
    const { state } = this;
    state.outboxId += 1;
    state.outbox.set(state.outboxId, { ...post, id: state.outboxId, createdAt: this.#now(), sealed: undefined });
  }

  /** Numbered, but not chained: that is what the file is for. */
  #note(note: AuditNote): void {
    this.state.audit.push({ ...note, entry: this.state.audit.length + 1, at: this.#now(), hash: "" });
  }

  #mayFail(): void {
    const failure = this.failNext;
    this.failNext = undefined;
    if (failure !== undefined) throw failure;
  }
}
