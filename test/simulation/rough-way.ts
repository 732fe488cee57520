import { telemetryType } from "../../schemas/telemetry.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { OutgoingEvent, PutOutcome, RoomSender, SealedEvent, SealOutcome } from "../../src/core/room-ports.ts";
import type { LimitedSender } from "../fakes/limited-sender.ts";

/**
 * What becomes of one PUT on its way: it is taken; request or reply is lost; it comes late, after its sender gave up; twice; a proxy
 * answers 502, or 503 with Retry-After; nothing answers at all, for as long as the sender waits.
 */
export type Fate =
  | "taken"
  | "request-lost"
  | "reply-lost"
  | "late"
  | "twice"
  | "bad-gateway"
  | "unavailable"
  | "half-open";

/** ms after which the sender gives up waiting. */
const patienceMs = 10_000;
const lateMs = 13_000;

/** A way to the homeserver on which much is lost. It never changes what is sent. */
export class RoughWay implements RoomSender {
  /** Asked at each PUT. */
  fate: () => Fate = () => "taken";
  /** Told of each PUT, when it begins. */
  onPut: (event: SealedEvent) => void = () => undefined;
  /** Whether the next telemetry that the room never saw is refused for good. */
  refusesNext = false;
  /** Largest telemetry that a proxy lets through, UTF-16 units. */
  largest = Number.POSITIVE_INFINITY;
  /** Telemetry that was refused for good, by transaction. */
  readonly refused = new Map<string, { readonly event: SealedEvent; readonly how: "rejected" | "too-large" }>();
  /** PUTs that came before a Retry-After was over. */
  rash = 0;
  readonly #sent = new Set<string>();
  /** Monotonic ms up to which the homeserver asked for silence. */
  #silentTo = 0;
  readonly #clock: Clock;
  readonly #room: LimitedSender;

  constructor(clock: Clock, room: LimitedSender) {
    this.#clock = clock;
    this.#room = room;
  }

  seal(event: OutgoingEvent, txn: string): Promise<SealOutcome> {
    return this.#room.seal(event, txn);
  }

  /** Another process, which knows nothing of what was asked for. */
  forget(): void {
    this.#silentTo = 0;
  }

  async put(event: SealedEvent): Promise<PutOutcome> {
    this.onPut(event);
    if (this.#clock.monotonic() < this.#silentTo) this.rash += 1;
    const fate = this.fate();
    const refusal = this.#refusalOf(event);
    if (refusal !== undefined) {
      await this.#pause(50);
      return refusal === "too-large"
        ? { kind: "too-large", detail: "M_TOO_LARGE" }
        : { kind: "rejected", status: 400, detail: "M_BAD_JSON" };
    }
    switch (fate) {
      case "taken":
        return this.#heard(await this.#room.put(event));
      case "twice":
        return this.#heard((await Promise.all([this.#room.put(event), this.#room.put(event)]))[0]);
      case "reply-lost":
        void this.#room.put(event);
        await this.#pause(patienceMs);
        return { kind: "unanswered", detail: "timeout" };
      case "late":
        this.#clock.after(lateMs, () => void this.#room.put(event));
        await this.#pause(patienceMs);
        return { kind: "unanswered", detail: "timeout" };
      case "half-open":
        await this.#pause(patienceMs);
        return { kind: "unanswered", detail: "timeout" };
      case "request-lost":
        await this.#pause(100);
        return { kind: "unanswered", detail: "connection refused" };
      case "bad-gateway":
        await this.#pause(50);
        return { kind: "unanswered", detail: "502 Bad Gateway" };
      case "unavailable":
        await this.#pause(50);
        return this.#heard({ kind: "unanswered", detail: "503 Service Unavailable", retryAfterMs: 3_000 });
      default:
        return fate satisfies never;
    }
  }

  #refusalOf(event: SealedEvent): "rejected" | "too-large" | undefined {
    const { type, txn, wire } = event;
    const isNew = type === telemetryType && !this.#sent.has(txn);
    this.#sent.add(txn);
    if (isNew && wire.length > this.largest) this.refused.set(txn, { event, how: "too-large" });
    else if (isNew && this.refusesNext) {
      this.refused.set(txn, { event, how: "rejected" });
      this.refusesNext = false;
    }
    return this.refused.get(txn)?.how;
  }

  #heard(outcome: PutOutcome): PutOutcome {
    if ("retryAfterMs" in outcome && outcome.retryAfterMs !== undefined)
      this.#silentTo = this.#clock.monotonic() + outcome.retryAfterMs;
    return outcome;
  }

  #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#clock.after(ms, resolve);
    return promise;
  }
}
