/** How many events a homeserver grants. */
export interface EventRate {
  /** ms in which it grants one more event. */
  readonly msPerEvent: number;
  readonly burst: number;
}

/** `rc_message` of an untouched Synapse: 0.2 events per second and account, at most 10 at once. */
export const synapseRate: EventRate = { msPerEvent: 5000, burst: 10 };

/** The rate stays between these, whatever a 429 or their absence says. */
const fastestMs = 100;
const slowestMs = 600_000;
/** Each step upwards: a quarter more events, tried on so many that had to wait for the rate. */
const step = 0.8;
const eventsPerStep = 4;
/** Where events went slower than this share of the rate, something else held them up: more of it would say nothing. */
const wellUsed = 0.9;
/** When trying met a 429, the homeserver's burst had covered up for the last steps: so much slower is believed again. */
const backFactor = 2;
/** Quiet ms before the first step up, doubled after each try that found nothing. */
const shortestQuietMs = 120_000;
const longestQuietMs = 3_600_000;

/**
 * What a homeserver grants, as its 429s tell: at the end of each Retry-After its bucket has room for exactly one event, so what it took
 * since the one before, or since the bucket was empty, over the time between, is its rate. Upwards only by trying, in small steps, ever
 * more rarely where they fail. Monotonic ms.
 */
export class LearntRate {
  readonly #start: EventRate;
  #msPerEvent: number;
  #burst: number;
  /** The rate before the steps up that are being tried. */
  #triedFromMs: number | undefined;
  #quietMs = shortestQuietMs;
  #quietSince: number;
  /** The last few events, and those of them that had to wait for the rate. */
  #lately = { since: 0, events: 0, waited: 0 };
  /** Since the end of the last Retry-After; undefined where what the homeserver counted is not known. */
  #sinceFull: { readonly at: number; readonly events: number } | undefined;
  /** Since nothing was sent for so long that the whole burst was there again; at the start somebody else may have spent some. */
  #sinceRest: { readonly at: number; readonly events: number; readonly isSure: boolean } | undefined;
  /** Events since then, and when the last one was taken. */
  #inARow = 0;
  #lastAt: number | undefined;

  constructor(start: EventRate, now: number) {
    this.#start = start;
    this.#msPerEvent = start.msPerEvent;
    this.#burst = start.burst;
    this.#quietSince = now;
    this.#startWindow(now);
  }

  get msPerEvent(): number {
    return this.#msPerEvent;
  }

  get burst(): number {
    return this.#burst;
  }

  /** The homeserver took an event; `hadToWait`: more would have been sent, had the rate allowed it. */
  took(now: number, hadToWait: boolean): void {
    this.#noteRest(now);
    this.#inARow += 1;
    if (this.#sinceFull !== undefined) this.#sinceFull = { ...this.#sinceFull, events: this.#sinceFull.events + 1 };
    if (this.#sinceRest !== undefined) this.#sinceRest = { ...this.#sinceRest, events: this.#sinceRest.events + 1 };
    const { since, events, waited } = this.#lately;
    this.#lately = { since, events: events + 1, waited: waited + (hadToWait ? 1 : 0) };
    if (this.#lately.waited < eventsPerStep) return;
    const isWellUsed = (now - since) * wellUsed <= this.#lately.events * this.#msPerEvent;
    const mayTry = this.#triedFromMs !== undefined || now - this.#quietSince >= this.#quietMs;
    if (isWellUsed && mayTry && this.#inARow >= 2 * this.#start.burst) this.#stepUp();
    this.#startWindow(now);
  }

  /** No answer: nobody knows whether the homeserver counted it. */
  lostCount(): void {
    this.#sinceFull = undefined;
    this.#sinceRest = undefined;
  }

  /** The homeserver's bucket may be empty, and what it grants from then on goes unused. */
  mayBeEmpty(): void {
    this.#sinceFull = undefined;
  }

  limited(now: number, retryAfterMs: number): void {
    const fullAt = now + retryAfterMs;
    const counted = this.#sinceFull === undefined ? this.#countedSinceRest(fullAt) : this.#countedSinceFull(fullAt);
    if (counted === undefined) this.#learnBurst(now);
    if (this.#triedFromMs === undefined) this.#msPerEvent = limitedTo(counted ?? this.#msPerEvent);
    else this.#stepBack(this.#triedFromMs);
    this.#sinceRest = undefined;
    this.#quietSince = fullAt;
    this.#startWindow(fullAt);
    this.#sinceFull = { at: fullAt, events: 0 };
  }

  #stepUp(): void {
    this.#triedFromMs ??= this.#msPerEvent;
    this.#msPerEvent = limitedTo(this.#msPerEvent * step);
    this.#burst = Math.min(this.#start.burst, this.#burst + 1);
    // At a slower rate the bucket may have been empty: then what was taken says too little.
    this.lostCount();
  }

  #startWindow(now: number): void {
    this.#lately = { since: now, events: 0, waited: 0 };
  }

  #stepBack(from: number): void {
    const hasFound = this.#msPerEvent * backFactor < from * step;
    this.#msPerEvent = Math.min(from, this.#msPerEvent * backFactor);
    this.#triedFromMs = undefined;
    this.#quietMs = hasFound ? shortestQuietMs : Math.min(longestQuietMs, 2 * this.#quietMs);
  }

  #noteRest(now: number): void {
    const isFirst = this.#lastAt === undefined;
    const restedMs = now - (this.#lastAt ?? Number.NEGATIVE_INFINITY);
    this.#lastAt = now;
    if (restedMs < this.#start.burst * this.#msPerEvent) return;
    this.#inARow = 0;
    this.#sinceFull = undefined;
    this.#sinceRest = { at: now, events: 0, isSure: !isFirst };
  }

  #countedSinceFull(fullAt: number): number | undefined {
    const { at, events } = this.#sinceFull ?? { at: fullAt, events: 0 };
    return events > 0 ? (fullAt - at) / events : undefined;
  }

  /** Of more than the burst, the rest was granted in that time. */
  #countedSinceRest(fullAt: number): number | undefined {
    const { at, events } = this.#sinceRest ?? { at: fullAt, events: 0 };
    const granted = events + 1 - this.#burst;
    return granted > 0 ? (fullAt - at) / granted : undefined;
  }

  /** Fewer than the burst were taken at once. */
  #learnBurst(now: number): void {
    const { at, events, isSure } = this.#sinceRest ?? { at: now, events: 0, isSure: false };
    if (!isSure || events === 0) return;
    const atOnce = Math.round(events - (now - at) / this.#msPerEvent);
    this.#burst = Math.min(this.#start.burst, Math.max(1, atOnce));
  }
}

function limitedTo(ms: number): number {
  return Math.min(slowestMs, Math.max(fastestMs, ms));
}
