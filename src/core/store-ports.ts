/** What store/ offers to the floors above. Every method is synchronous and durable when it returns, unless it says otherwise. */

import type { AuditNote, AuditStore } from "./audit-ports.ts";
import type { Command } from "./command.ts";
import type { AffordancePath, RoomId, UserId } from "./ids.ts";
import type { Outcome } from "./outcome.ts";
import type { ValueType } from "./property.ts";
import type { Quality } from "./quality.ts";
import type { LogUsage, LossLog } from "./reading-loss.ts";
import type { Receipt } from "./receipt.ts";
import type { InboxEvent, OutgoingEvent, SealedEvent } from "./room-ports.ts";
import type { Value } from "./value.ts";

// ---- readings (store/reading-file) -----------------------------------------------------------------------------

/** A reading with all that is needed to encode it later, whatever the configuration says then. */
export interface NewLogEntry {
  readonly path: AffordancePath;
  readonly type: ValueType;
  readonly unit: string | undefined;
  /** Digits after the point of a number; 0 otherwise. */
  readonly scale: number;
  readonly value: Value | undefined;
  readonly quality: Quality;
  /** UTC ms; while nobody knows those, what core/unset-time.ts makes of the time since boot. */
  readonly at: number;
}

export interface LogEntry extends NewLogEntry {
  /** Where UTC was not known when it was measured: `at` was computed once the clock was set, or is a guess still. */
  readonly time?: "repaired" | "guessed" | undefined;
  /** Counts up by one, never reused: the order of recording. */
  readonly position: number;
}

/** What one sealed telemetry event covers. */
export interface SealedRange {
  readonly epoch: number;
  readonly seq: number;
  /** Position of the last reading in it. */
  readonly through: number;
}

export interface ReadingLog extends LossLog {
  /** Durable at the next group commit, at most `storage.durability` later. Never throws for a full disk: that is a fault. */
  append(entry: NewLogEntry, receipt?: Receipt): void;
  /** What the report filter holds back of a property, or that it holds back nothing. Kept with a receipt, and then recorded at the next start. */
  withhold(path: AffordancePath, entry: NewLogEntry | undefined, receipt?: Receipt): void;
  /** What was remembered of a source with the last reading that came from it. */
  remembered(source: string): Uint8Array | undefined;
  /** Commits what was appended. */
  commit(): void;
  /** The oldest committed readings that no event covers yet, those left out that were given up. */
  unsealed(limit: number): readonly LogEntry[];
  /**
   * While many readings wait: lays the oldest of them together by series, so that the next events hold many readings of few properties.
   * Within a series the order of recording stays. Cheap where there is nothing to do.
   */
  gather(): void;
  /** How many committed readings no delivered event covers, the UTC ms of the oldest, and the position up to which all others lie; 0: none ever left. */
  backlog(): { readonly readings: number; readonly oldestAt: number | undefined; readonly deliveredThrough: number };
  /** Sealed event, transaction id and covered range in one transaction. */
  keepSealed(event: SealedEvent, range: SealedRange): void;
  /** The sealed event that is still to be sent, if any; there is at most one. */
  sealed(): { readonly event: SealedEvent; readonly range: SealedRange } | undefined;
  /**
   * Moves the cursor over the covered range and records the event id: durable with the next change, at the latest 5 s later. Until then a power
   * cut brings the sealed event back, to be sent again under its transaction id.
   */
  delivered(txn: string, eventId: string): void;
  /** The homeserver will never take it: the cursor moves on, its readings are told as lost and their count is returned. */
  rejected(txn: string): number;
  /** The homeserver found it too large: its readings wait again, and its number is free, since no such event will ever be. */
  unseal(txn: string): void;
  /** Of the event sealed last, those taken back left out. */
  lastSealed(): { readonly epoch: number; readonly seq: number } | undefined;
  /** Committed readings of that time, UTC ms, both ends in, delivered or not, in the order of recording; to be read at once. */
  history(path: AffordancePath, fromAt: number, toAt: number): Iterable<LogEntry>;
  /** How much a look at that time costs, UTC ms, both ends in: about the readings, of every property, that it has to pass. */
  weight(fromAt: number, toAt: number): number;
  usage(): LogUsage;
}

// ---- control (store/control-file) ------------------------------------------------------------------------------

export type NewInboxEvent = Omit<InboxEvent, "position">;

/** The sync token and the events it stands for, in one transaction. */
export interface SyncStore {
  token(): string | undefined;
  /** Durable with the next verdict, at the latest 100 ms later: until then both are lost together. Without events at once. */
  keep(events: readonly NewInboxEvent[], token: string): void;
}

/** Results and alerts go first, then answers to people; latest values and history are not kept here. */
export type OutboxClass = "result" | "answer";

export interface Post {
  readonly class: OutboxClass;
  readonly event: OutgoingEvent;
}

export interface OutboxEntry extends Post {
  readonly id: number;
  readonly createdAt: number;
  readonly sealed: SealedEvent | undefined;
}

/** A command begun and how it ended, as the journal keeps it. */
export interface JournalEntry {
  readonly command: Command;
  readonly begunAt: number;
  readonly outcome: Outcome | undefined;
}

/** One judged event. Everything in it is one transaction, so nothing is judged twice and nothing is lost between. */
export interface Verdict {
  readonly position: number;
  /** Megolm session and index to be taken as used. */
  readonly seen: { readonly sessionId: string; readonly index: number } | undefined;
  /** Remembered for 30 days. */
  readonly commandId: string | undefined;
  /** Admitted: written and synced before anything acts on it. */
  readonly begin: Command | undefined;
  readonly posts: readonly Post[];
  readonly notes: readonly AuditNote[];
}

/** How a key came to be pinned in the state directory; `master_key` in the configuration needs no pin there. */
export type PinWay = "emoji" | "code" | "button" | "first-use" | "console";

export interface Pin {
  readonly user: UserId;
  /** Unpadded base64. */
  readonly masterKey: string;
  readonly way: PinWay;
  /** UTC ms. */
  readonly pinnedAt: number;
}

export interface PinStore {
  pins(): readonly Pin[];
  pin(user: UserId): Pin | undefined;
  /** Replaces an older one. Each change is one transaction with its note. */
  setPin(pin: Pin, note: AuditNote): void;
  removePin(user: UserId, note: AuditNote): void;
  /** Remembers a key that the homeserver serves for a user, when it is another than the last one; true when it was. */
  sawKey(user: UserId, masterKey: string, at: number): boolean;
  /** Keys served so far, oldest first. */
  keysSeen(user: UserId): readonly { readonly masterKey: string; readonly seenAt: number }[];
}

/** When outputs were switched, kept over restarts for `min_off` and `max_switches`. */
export interface SwitchStore {
  /** UTC ms of the newest switches of an output, newest first; `on` says to what. 0: nobody knows when. */
  switches(path: AffordancePath, limit: number): readonly { readonly at: number; readonly on: boolean }[];
  /** Switching on is written before the hardware is; off after it: should it be lost, the output counts as still on. */
  noteSwitch(path: AffordancePath, on: boolean, at: number): void;
}

export interface ControlStore extends SyncStore, PinStore, SwitchStore, AuditStore {
  /** The first event after that position that was not judged yet. */
  nextEvent(after: number): InboxEvent | undefined;
  highestIndex(sessionId: string): number | undefined;
  knowsCommand(id: string): boolean;
  /** A command that was begun, for at least 30 days. */
  journalEntry(id: string): JournalEntry | undefined;
  /** Events of that sender that were not judged yet. */
  waiting(sender: UserId): number;
  judge(verdict: Verdict): void;
  /** The one end of a command and what is told and noted about it, in one transaction. */
  finish(commandId: string, outcome: Outcome, posts: readonly Post[], notes: readonly AuditNote[]): void;
  /** Begun and not finished: asked while none is under way. */
  unfinished(): readonly JournalEntry[];

  /** All that is written within is one transaction. */
  together<Result>(work: () => Result): Result;
  post(post: Post): void;
  /** The next entry to send: by class, then by age, rooms that take nothing now passed over. */
  nextPost(passOver?: ReadonlySet<RoomId>): OutboxEntry | undefined;
  keepSealed(id: number, sealed: SealedEvent): void;
  /** Sent, or refused for good: gone from the outbox, durable with the next change of it, at the latest 5 s later. */
  removePost(id: number): void;
  postsWaiting(): number;

  /** Small durable facts by name: pinned room ids, `encrypted:<room>`, count of starts. */
  fact(name: string): string | undefined;
  setFact(name: string, value: string): void;
}
