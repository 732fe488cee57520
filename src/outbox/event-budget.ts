import type { Clock } from "../core/clock.ts";
import type { EventClass } from "./classes.ts";

export interface EventRate {
  /** ms in which the homeserver grants one more event. */
  readonly msPerEvent: number;
  readonly burst: number;
}

/** `rc_message` of an untouched Synapse: 0.2 events per second and account, at most 10 at once. */
export const synapseRate: EventRate = { msPerEvent: 5000, burst: 10 };

/** Events of the burst that latest values and history leave for results, alerts and answers. */
const keptEvents = 4;

/**
 * A token bucket that never runs ahead of the homeserver's own: it fills only while no request is under way, because
 * nobody knows when in that time the server counted it. Monotonic time only.
 */
export class EventBudget {
  readonly #clock: Clock;
  readonly #rate: EventRate;
  /** What is in the bucket, as the ms that it took to fill. */
  #creditMs: number;
  /** Monotonic ms up to which the bucket was filled; in the future after a 429. */
  #filledTo: number;

  constructor(clock: Clock, rate: EventRate = synapseRate) {
    this.#clock = clock;
    this.#rate = rate;
    this.#creditMs = rate.msPerEvent * rate.burst;
    this.#filledTo = clock.monotonic();
  }

  /** `"now"` takes an event's worth, to be followed by `answered`, `limited` or `giveBack`; else ms until there may be one. */
  take(eventClass: EventClass): "now" | number {
    const now = this.#clock.monotonic();
    this.#fill(now);
    const needed = this.#rate.msPerEvent * neededEvents(eventClass, this.#rate.burst);
    const waitMs = Math.max(0, this.#filledTo - now) + Math.max(0, needed - this.#creditMs);
    if (waitMs > 0) return Math.ceil(waitMs);
    this.#creditMs -= this.#rate.msPerEvent;
    return "now";
  }

  /** The request came to an end, whether or not the server was heard; what filled up meanwhile does not count. */
  answered(): void {
    this.#filledTo = this.#clock.monotonic();
  }

  /** Nothing was sent after all. */
  giveBack(): void {
    this.answered();
    this.#creditMs += this.#rate.msPerEvent;
  }

  /** 429: nothing for exactly that long, then one event, then the rate again. */
  limited(retryAfterMs: number): void {
    this.#creditMs = this.#rate.msPerEvent;
    this.#filledTo = this.#clock.monotonic() + retryAfterMs;
  }

  #fill(now: number): void {
    if (now <= this.#filledTo) return;
    this.#creditMs = Math.min(this.#rate.msPerEvent * this.#rate.burst, this.#creditMs + now - this.#filledTo);
    this.#filledTo = now;
  }
}

function neededEvents(eventClass: EventClass, burst: number): number {
  switch (eventClass) {
    case "result":
    case "answer":
      return 1;
    case "latest":
    case "history":
      return Math.min(burst, 1 + keptEvents);
    default:
      return eventClass satisfies never;
  }
}
