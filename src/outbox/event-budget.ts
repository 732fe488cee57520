import type { Clock } from "../core/clock.ts";
import type { EventClass } from "./classes.ts";
import { type EventRate, LearntRate, synapseRate } from "./learnt-rate.ts";

/** Events of the burst that latest values and history leave for results, alerts and answers. */
const keptEvents = 4;
/** After a 429 nothing of it is left: so much of an event is put by with each one sent, in place of sending none for long. */
const putBy = 0.5;
/** Latest values never take more of the rate than this, so that history goes on. */
const latestShare = 0.5;
/** Of an event: what the arithmetic of fractions loses. */
const roundingLoss = 1e-9;

/**
 * A token bucket that never runs ahead of the homeserver's own, whose rate it learns: an event is counted at its answer, the latest moment at
 * which the homeserver can have counted it. Monotonic time only.
 */
export class EventBudget {
  readonly #clock: Clock;
  readonly #rate: LearntRate;
  /** Events in the bucket; of them, those that latest values may take. */
  #credit: number;
  #latestCredit: number;
  /** How much of the burst is kept for others by now. */
  #kept = keptEvents;
  /** Monotonic ms up to which the bucket was filled; in the future after a Retry-After. */
  #filledTo: number;
  #underWay: EventClass | undefined;
  /** Something waits, or waited before the event under way, because of the rate. */
  #isShort = false;
  #wasShort = false;

  constructor(clock: Clock, start: EventRate = synapseRate) {
    this.#clock = clock;
    this.#rate = new LearntRate(start, clock.monotonic());
    this.#credit = start.burst;
    this.#latestCredit = start.burst * latestShare;
    this.#filledTo = clock.monotonic();
  }

  /** What the homeserver is believed to grant now. */
  get rate(): EventRate {
    return { msPerEvent: this.#rate.msPerEvent, burst: this.#rate.burst };
  }

  /** ms for which the homeserver asked to be left alone, from now. */
  get pausedMs(): number {
    return Math.max(0, this.#filledTo - this.#clock.monotonic());
  }

  /** `"now"` takes an event's worth, to be followed by `answered`, `unanswered`, `limited` or `giveBack`; else ms until there may be one. */
  take(eventClass: EventClass): "now" | number {
    this.#fill(this.#clock.monotonic());
    const lacking = this.#lacking(eventClass);
    if (lacking > 0) this.#isShort = true;
    const waitMs = this.pausedMs + lacking * this.#rate.msPerEvent;
    if (waitMs > 0) return Math.ceil(waitMs);
    this.#underWay = eventClass;
    this.#wasShort = this.#isShort;
    this.#isShort = false;
    return "now";
  }

  /** The homeserver answered something else than 429. */
  answered(): void {
    this.#count();
    this.#rate.took(this.#clock.monotonic(), this.#wasShort);
  }

  /** The request came to an end, and nobody knows whether the homeserver counted it. It may have asked to be left alone for some ms. */
  unanswered(retryAfterMs = 0): void {
    this.#count();
    this.#rate.lostCount();
    this.#filledTo = Math.max(this.#filledTo, this.#clock.monotonic() + retryAfterMs);
  }

  /** Nothing was sent after all. */
  giveBack(): void {
    this.#underWay = undefined;
  }

  /** 429: nothing for exactly that long, then one event, then the rate again. */
  limited(retryAfterMs: number): void {
    const now = this.#clock.monotonic();
    this.#underWay = undefined;
    this.#rate.limited(now, retryAfterMs);
    this.#credit = 1;
    this.#kept = 0;
    this.#latestCredit = Math.min(1, this.#latestCredit);
    this.#filledTo = now + retryAfterMs;
  }

  #count(): void {
    this.#fill(this.#clock.monotonic());
    this.#credit -= 1;
    if (this.#underWay === "latest") this.#latestCredit -= 1;
    this.#kept = Math.min(keptEvents, this.#kept + putBy);
    this.#underWay = undefined;
  }

  /** How many events the bucket is short of before one of that class may go. */
  #lacking(eventClass: EventClass): number {
    const needed = neededEvents(eventClass, this.#kept, this.#rate.burst) - this.#credit;
    const neededShare = eventClass === "latest" ? (1 - this.#latestCredit) / latestShare : 0;
    const lacking = Math.max(needed, neededShare);
    return lacking > roundingLoss ? lacking : 0;
  }

  #fill(now: number): void {
    if (now <= this.#filledTo) return;
    const events = (now - this.#filledTo) / this.#rate.msPerEvent;
    const { burst } = this.#rate;
    const wasFull = this.#credit >= burst;
    this.#credit = Math.min(burst, this.#credit + events);
    this.#latestCredit = Math.min(burst * latestShare, this.#latestCredit + events * latestShare);
    this.#filledTo = now;
    if (!wasFull && this.#credit >= burst) this.#rate.mayBeEmpty();
  }
}

function neededEvents(eventClass: EventClass, kept: number, burst: number): number {
  switch (eventClass) {
    case "result":
    case "answer":
      return 1;
    case "latest":
    case "history":
      return Math.min(burst, 1 + kept);
    default:
      return eventClass satisfies never;
  }
}
