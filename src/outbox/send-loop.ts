import type { Clock } from "../core/clock.ts";
import type { FaultCode } from "../core/fault-codes.ts";
import type { RoomId } from "../core/ids.ts";
import type { PutOutcome, RoomSender, SealedEvent } from "../core/room-ports.ts";
import { untilAborted } from "../core/until-aborted.ts";
import type { Candidate, Source } from "./classes.ts";
import type { EventBudget } from "./event-budget.ts";
import { Holds } from "./holds.ts";
import { nextEvent } from "./next-event.ts";
import type { SendCounts, SendReport } from "./send-report.ts";
import { Sleep } from "./sleep.ts";

export interface SendLoopParts {
  /** In the order of their classes. */
  readonly sources: readonly Source[];
  readonly sender: RoomSender;
  readonly budget: EventBudget;
  readonly clock: Clock;
  /** 0 to 1, for the jitter. */
  readonly random: () => number;
  readonly report: SendReport;
}

/** The one loop through which events leave, one at a time. It never throws and never gives up. */
export class SendLoop {
  readonly #parts: SendLoopParts;
  readonly #unanswered: Holds<string>;
  readonly #closed: Holds<RoomId>;
  readonly #sleep: Sleep;
  readonly #counts = { sent: 0, limited: 0, unanswered: 0, rejected: 0 };
  #lastSentAt: number | undefined;
  #isAway = false;

  constructor(parts: SendLoopParts) {
    this.#parts = parts;
    this.#unanswered = new Holds(parts.clock, parts.random);
    this.#closed = new Holds(parts.clock, parts.random);
    this.#sleep = new Sleep(parts.clock);
  }

  get counts(): SendCounts {
    return { ...this.#counts, lastSentAt: this.#lastSentAt };
  }

  /** Something new may wait. */
  wake(): void {
    this.#sleep.wake();
  }

  /** The homeserver is heard again, or a room changed: what was put off is tried now. */
  retryNow(): void {
    this.#unanswered.tryAllNow();
    this.#closed.tryAllNow();
    this.wake();
  }

  /** Sends until aborted, then resolves at once, whatever is under way; that event goes out again under its `txn`. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const turn = this.#nextTurn();
      const step = turn.kind === "wait" ? this.#sleep.forMs(turn.waitMs) : this.#send(turn.candidate, signal);
      await untilAborted(step, signal);
    }
    this.#sleep.wake();
  }

  #nextTurn(): ReturnType<typeof nextEvent> {
    const { sources, budget } = this.#parts;
    try {
      return nextEvent(sources, budget, this.#unanswered, this.#closed);
    } catch (cause) {
      this.#parts.report.broken(cause);
      return { kind: "wait", waitMs: brokenPauseMs };
    }
  }

  async #send(candidate: Candidate, signal: AbortSignal): Promise<void> {
    const { budget, sender, report } = this.#parts;
    try {
      const sealed = candidate.sealed ?? (await this.#seal(candidate, signal));
      if (sealed === undefined) return;
      const outcome = await sender.put(sealed);
      this.#count(outcome);
      if (!signal.aborted) this.#settle(candidate, sealed, outcome);
    } catch (cause) {
      if (signal.aborted) return;
      budget.unanswered();
      this.#unanswered.hold(candidate.txn);
      report.broken(cause);
    }
  }

  async #seal(candidate: Candidate, signal: AbortSignal): Promise<SealedEvent | undefined> {
    const { budget, sender } = this.#parts;
    const outcome = await sender.seal(candidate.make(), candidate.txn);
    if (signal.aborted) return undefined;
    if (outcome.kind === "closed") {
      budget.giveBack();
      this.#close(candidate.room, outcome.code, outcome.detail);
      return undefined;
    }
    if (candidate.isTooLarge?.(outcome.event)) {
      budget.giveBack();
      return undefined;
    }
    candidate.keepSealed(outcome.event);
    return outcome.event;
  }

  #count(outcome: PutOutcome): void {
    const { budget } = this.#parts;
    if (outcome.kind === "limited") budget.limited(outcome.retryAfterMs);
    else if (outcome.kind === "unanswered") budget.unanswered(outcome.retryAfterMs);
    else budget.answered();
  }

  #settle(candidate: Candidate, sealed: SealedEvent, outcome: PutOutcome): void {
    if (outcome.kind !== "unanswered" && this.#isAway) {
      this.#isAway = false;
      this.#parts.report.back();
    }
    switch (outcome.kind) {
      case "sent":
        this.#sent(candidate, outcome.eventId);
        break;
      case "limited":
        this.#counts.limited += 1;
        break;
      case "unanswered":
        this.#noAnswer(candidate, outcome.detail);
        break;
      case "forbidden":
        this.#forbidden(candidate, outcome.detail);
        break;
      case "too-large":
        this.#tooLarge(candidate, sealed, outcome.detail);
        break;
      case "rejected":
        this.#rejected(candidate, `${outcome.status}: ${outcome.detail}`);
        break;
      default:
        outcome satisfies never;
    }
  }

  #sent(candidate: Candidate, eventId: string): void {
    candidate.sent(eventId);
    this.#counts.sent += 1;
    this.#lastSentAt = this.#parts.clock.now();
    this.#unanswered.release(candidate.txn);
    if (this.#closed.release(candidate.room)) this.#parts.report.opened(candidate.room);
  }

  #noAnswer(candidate: Candidate, detail: string): void {
    this.#counts.unanswered += 1;
    this.#unanswered.hold(candidate.txn);
    if (this.#isAway) return;
    this.#isAway = true;
    this.#parts.report.away(detail);
  }

  #forbidden(candidate: Candidate, detail: string): void {
    this.#unanswered.release(candidate.txn);
    if (candidate.forbidden === undefined) {
      this.#close(candidate.room, "not-in-room", detail);
      return;
    }
    candidate.forbidden(detail);
    this.#parts.report.rejected(candidate.room, "no-power", detail);
  }

  #tooLarge(candidate: Candidate, sealed: SealedEvent, detail: string): void {
    if (candidate.divide?.(sealed)) this.#unanswered.release(candidate.txn);
    else this.#rejected(candidate, `413: ${detail}`);
  }

  #rejected(candidate: Candidate, detail: string): void {
    candidate.rejected(detail);
    this.#counts.rejected += 1;
    this.#unanswered.release(candidate.txn);
    this.#parts.report.rejected(candidate.room, "event-rejected", detail);
  }

  #close(room: RoomId, code: FaultCode, detail: string): void {
    if (this.#closed.hold(room)) this.#parts.report.closed(room, code, detail);
  }
}

/** A store that fails is asked again no more often than this. */
const brokenPauseMs = 5000;
