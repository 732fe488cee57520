import type { AuditNote } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { RefusalCode } from "../core/refusal-codes.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { Thing } from "../core/thing.ts";
import { auditNoteOfCommand, auditNoteOfRefusal } from "./audit-notes.ts";
import type { Judgement } from "./judge-event.ts";
import { TokenBucket } from "./token-bucket.ts";

/** What anybody can bring about in any number: only counted. */
const counted: ReadonlySet<RefusalCode> = new Set([
  "unknown-room",
  "not-joined",
  "unlisted",
  "too-large",
  "over-budget",
  "wrong-agent",
  "not-addressed",
]);

/** Refusals with a note of their own: a homeserver can repeat old events for ever, and must not push all else out of the audit. */
const ownNotes = { burst: 60, everyMs: 30_000 };

/** ms over which the others are counted before a note tells of them. */
const countMs = 60_000;

/**
 * What the audit says of judged events: each command that was begun, each refusal of somebody listed while there are not too
 * many, and once a minute how many refusals there were besides. A crash loses at most a minute's counts.
 */
export class NoteVerdicts implements Disposable {
  readonly #clock: Clock;
  readonly #things: readonly Thing[];
  readonly #audit: (note: AuditNote) => void;
  readonly #own: TokenBucket;
  #counts = new Map<RefusalCode, number>();
  #timer: Disposable | undefined;

  /** `audit` is given the counts, later. */
  constructor(clock: Clock, things: readonly Thing[], audit: (note: AuditNote) => void) {
    this.#clock = clock;
    this.#things = things;
    this.#audit = audit;
    this.#own = new TokenBucket(clock, ownNotes);
  }

  /** For the verdict's own transaction. */
  of(event: InboxEvent, judgement: Judgement): readonly AuditNote[] {
    switch (judgement.kind) {
      case "admitted":
        return [auditNoteOfCommand(judgement.command, this.#things)];
      case "refused": {
        const { refusal, commandId } = judgement;
        if (!counted.has(refusal.code) && this.#own.take()) return [auditNoteOfRefusal(event, refusal, commandId)];
        this.#count(refusal.code);
        return [];
      }
      case "answered":
      case "chart":
      case "ignored":
      case "verification":
        return [];
    }
  }

  /** Notes what was only counted so far. */
  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#noteCounts();
  }

  #count(code: RefusalCode): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    this.#timer ??= this.#clock.after(countMs, () => this.#noteCounts());
  }

  #noteCounts(): void {
    this.#timer = undefined;
    const counts = this.#counts;
    if (counts.size === 0) return;
    this.#counts = new Map();
    const count = [...counts.values()].reduce((sum, one) => sum + one, 0);
    this.#audit({ kind: "refusal", body: { count, ...Object.fromEntries(counts) } });
  }
}
