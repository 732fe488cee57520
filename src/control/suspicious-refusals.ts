import type { Clock } from "../core/clock.ts";
import type { RefusalCode } from "../core/refusal-codes.ts";

/** Refusals of somebody listed, or in their name, who tries what they may not; not of slips, and not of what strangers say to each other. */
const suspicious: ReadonlySet<RefusalCode> = new Set([
  "unsigned-device",
  "not-pinned",
  "identity-changed",
  "pair-closed",
  "pair-wrong",
  "untrusted-key",
  "forwarded-key",
  "replay",
  "not-allowed",
  "rights-ended",
  "challenge-wrong",
  "challenge-used",
]);

/** Counts them, and says when there were so many within so many ms; then again only after as long. */
export class SuspiciousRefusals {
  readonly #clock: Clock;
  #seen: readonly { readonly at: number; readonly code: RefusalCode }[] = [];
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The codes of those that are too many; undefined: they are not. */
  take(code: RefusalCode, { count, within }: { readonly count: number; readonly within: number }) {
    if (!suspicious.has(code)) return undefined;
    const now = this.#clock.monotonic();
    this.#seen = [...this.#seen.filter(({ at }) => now - at < within), { at: now, code }].slice(-count);
    if (this.#seen.length < count || now < this.#quietUntil) return undefined;
    this.#quietUntil = now + within;
    return [...new Set(this.#seen.map((one) => one.code))];
  }
}
