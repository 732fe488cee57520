import type { Clock } from "../core/clock.ts";
import type { UserId } from "../core/ids.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import { freshnessHorizonMs } from "./freshness.ts";

/** Events of one sender that may wait for a key at once: a homeserver can invent any number of them. */
const mostOfASender = 100;
/** Longest monotonic ms between two tries to open a waiting event. */
const longestPauseMs = 5_000;

interface Wait {
  readonly sender: UserId;
  /** Monotonic ms. */
  readonly since: number;
  triedAt: number;
}

/** Which events wait for their keys, and when each is to be tried again. */
export class WaitingEvents {
  readonly #clock: Clock;
  readonly #waits = new Map<number, Wait>();
  #nextLookMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** ms until the first one is to be looked at again, as asked since `beginLook`. */
  get nextLookMs(): number {
    return this.#nextLookMs;
  }

  beginLook(): void {
    this.#nextLookMs = Number.POSITIVE_INFINITY;
  }

  /** Whether an event is to be tried now: the longer it waits, the rarer, since each try costs a decryption. */
  isDue({ position }: InboxEvent): boolean {
    const wait = this.#waits.get(position);
    if (wait === undefined) return true;
    const pauseMs = Math.min(longestPauseMs, (wait.triedAt - wait.since) / 2);
    const leftMs = pauseMs - (this.#clock.monotonic() - wait.triedAt);
    if (leftMs > 0) this.#lookIn(leftMs);
    return leftMs <= 0;
  }

  /** It was tried in vain: whether it may go on waiting. */
  tried(event: InboxEvent): "waits" | "one-too-many" | "too-late" {
    const { sender, position, receivedAt } = event;
    const now = this.#clock.monotonic();
    const known = this.#waits.get(position);
    if (known === undefined && this.#countOf(sender) >= mostOfASender) return "one-too-many";
    const wait = known ?? { sender, since: now, triedAt: now };
    wait.triedAt = now;
    const waitedMs = Math.max(now - wait.since, this.#clock.now() - receivedAt);
    if (waitedMs >= freshnessHorizonMs) return "too-late";
    this.#waits.set(position, wait);
    this.#lookIn(freshnessHorizonMs - waitedMs);
    return "waits";
  }

  judged({ position }: InboxEvent): void {
    this.#waits.delete(position);
  }

  #lookIn(ms: number): void {
    this.#nextLookMs = Math.min(this.#nextLookMs, ms);
  }

  #countOf(sender: UserId): number {
    return [...this.#waits.values()].filter((wait) => wait.sender === sender).length;
  }
}
