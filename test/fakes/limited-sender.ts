import type { Clock } from "../../src/core/clock.ts";
import type { RoomId } from "../../src/core/ids.ts";
import type { OutgoingEvent, PutOutcome, RoomSender, SealedEvent, SealOutcome } from "../../src/core/room-ports.ts";

/**
 * What happens to one PUT: taken, at once or after 20 s, its request or its reply lost, at once or when 30 s are over, a 502, refused, or put
 * off with a Retry-After: by a 503, or by the 429 of a proxy that counts for itself.
 */
export type Fate =
  | "taken"
  | "request-lost"
  | "reply-lost"
  | "server-error"
  | "rejected"
  | "forbidden"
  | "slow"
  | "half-open"
  | "busy"
  | "limited-by-proxy";

/** What those that put off ask for, ms. */
export const busyMs = 17_000;
export const proxyLimitMs = 41_000;

/** ms until the answer, or until the sender gives up waiting for it. */
const extraMs: Partial<Record<Fate, number>> = { slow: 20_000, "half-open": 30_000 };

export interface Arrived {
  readonly event: SealedEvent;
  readonly eventId: string;
  /** Monotonic ms. */
  readonly at: number;
}

/**
 * The send endpoint with Synapse's limiter (`rc_message`: a leaky bucket per account, 0.2/s, burst 10) and its memory of
 * transactions. "Encryption" is the content as JSON.
 */
export class LimitedSender implements RoomSender {
  /** What the room holds, in order. */
  readonly arrived: Arrived[] = [];
  /** What was refused for good; it is refused again at every attempt. */
  readonly refused = new Map<string, SealedEvent>();
  /** Rooms that are not encrypted. */
  readonly closed = new Set<RoomId>();
  /** How the next PUTs go; then all are taken. */
  readonly fates: Fate[] = [];
  /** How long each PUT takes from sending to arrival and again to its answer. */
  travelMs = 0;
  sealings = 0;
  puts = 0;
  /** Called for each event that arrives; then `arrived` stays empty. */
  onArrive: ((event: SealedEvent) => void) | undefined;
  refusedByLimit = 0;
  /** PUTs that came before the end of a Retry-After. */
  tooEarly = 0;
  /** Bytes of an event's content beyond which it is 413. */
  largest = Number.POSITIVE_INFINITY;
  refusedBySize = 0;
  /** Bytes that sealing makes of a content. */
  wireOf: ((text: string) => number) | undefined;
  /** When set, the next sealing throws it. */
  failNextSeal: Error | undefined;
  readonly #clock: Clock;
  msPerEvent: number;
  burst: number;
  readonly #eventIds = new Map<string, string>();
  /** The bucket, as ms of leaking. */
  #level = 0;
  #leakedTo = 0;
  #askedToWaitUntil = 0;

  constructor(clock: Clock, msPerEvent = 5000, burst = 10) {
    this.#clock = clock;
    this.msPerEvent = msPerEvent;
    this.burst = burst;
  }

  /** Fills the bucket as another program of the same account would. */
  spendAll(): void {
    this.#leak();
    this.#level = this.msPerEvent * this.burst;
  }

  seal(event: OutgoingEvent, txn: string): Promise<SealOutcome> {
    const failure = this.failNextSeal;
    this.failNextSeal = undefined;
    if (failure !== undefined) return Promise.reject(failure);
    const { room, type, content, stateKey } = event;
    if (this.closed.has(room)) {
      return Promise.resolve({ kind: "closed", code: "not-encrypted", detail: "The room is not encrypted." });
    }
    this.sealings += 1;
    const text = JSON.stringify(content);
    const wire = this.wireOf === undefined ? text : text.padEnd(this.wireOf(text), " ");
    const sealed = { room, type, wire, txn, ...(stateKey !== undefined && { stateKey }) };
    return Promise.resolve({ kind: "sealed", event: sealed });
  }

  async put(event: SealedEvent): Promise<PutOutcome> {
    this.puts += 1;
    if (this.#clock.monotonic() < this.#askedToWaitUntil) this.tooEarly += 1;
    const fate = this.fates.shift() ?? "taken";
    await this.#wait(this.travelMs);
    const outcome = this.#arrive(event, fate);
    await this.#wait(this.travelMs + (extraMs[fate] ?? 0));
    const waitMs = (outcome.kind === "limited" || outcome.kind === "unanswered" ? outcome.retryAfterMs : 0) ?? 0;
    this.#askedToWaitUntil = this.#clock.monotonic() + waitMs;
    return outcome;
  }

  /** The contents of one type in the order of arrival. */
  contents(type: string): readonly unknown[] {
    return this.arrived.filter(({ event }) => event.type === type).map(({ event }) => JSON.parse(event.wire));
  }

  #arrive(event: SealedEvent, fate: Fate): PutOutcome {
    if (fate === "request-lost" || fate === "half-open") return { kind: "unanswered", detail: "connection reset" };
    if (fate === "server-error") return { kind: "unanswered", detail: "502 Bad Gateway" };
    if (fate === "busy") return { kind: "unanswered", detail: "503 Service Unavailable", retryAfterMs: busyMs };
    if (fate === "limited-by-proxy") return { kind: "limited", retryAfterMs: proxyLimitMs };
    const known = this.#eventIds.get(event.txn);
    if (known === undefined) {
      const retryAfterMs = this.#count();
      if (retryAfterMs > 0) return { kind: "limited", retryAfterMs };
      if (this.refused.has(event.txn)) return this.#refuse(event);
      if (event.wire.length > this.largest) {
        this.refusedBySize += 1;
        return { kind: "too-large", detail: "M_TOO_LARGE" };
      }
      if (fate === "rejected") return this.#refuse(event);
      if (fate === "forbidden") return { kind: "forbidden", detail: "M_FORBIDDEN" };
    }
    const eventId = known ?? `$${this.#eventIds.size + 1}`;
    if (known === undefined) {
      this.#eventIds.set(event.txn, eventId);
      if (this.onArrive === undefined) this.arrived.push({ event, eventId, at: this.#clock.monotonic() });
      else this.onArrive(event);
    }
    return fate === "reply-lost" ? { kind: "unanswered", detail: "timeout" } : { kind: "sent", eventId };
  }

  #refuse(event: SealedEvent): PutOutcome {
    this.refused.set(event.txn, event);
    return { kind: "rejected", status: 400, detail: "M_BAD_JSON" };
  }

  /** 0: allowed and counted; else Retry-After in ms. */
  #count(): number {
    this.#leak();
    const over = this.#level + this.msPerEvent - this.msPerEvent * this.burst;
    if (over > 0) {
      this.refusedByLimit += 1;
      return over;
    }
    this.#level += this.msPerEvent;
    return 0;
  }

  #leak(): void {
    const now = this.#clock.monotonic();
    this.#level = Math.max(0, this.#level - (now - this.#leakedTo));
    this.#leakedTo = now;
  }

  #wait(ms: number): Promise<void> {
    if (ms === 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#clock.after(ms, resolve);
    return promise;
  }
}
