import type { Clock } from "../core/clock.ts";
import type { UserId } from "../core/ids.ts";
import type { RefusalCode } from "../core/refusal-codes.ts";
import type { NewInboxEvent } from "../core/store-ports.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Longest raw event that is kept, in UTF-16 units: far more than a command or a typed line needs. */
export const longestRaw = 16_384;
/** Events of one listed sender that are kept: a burst, then one in so many ms. */
const senderRate = { burst: 200, everyMs: 50 };
/** Events of one listed sender that may wait in the inbox at once. */
const mostWaiting = 300;
/** ms between two reports of one code. */
const reportEveryMs = 60_000;

export type CutCode = RefusalCode & ("unlisted" | "too-large" | "over-budget");

/** What was cut since the last report of that code, and who sent the most of it. */
export interface CutReport {
  readonly code: CutCode;
  readonly count: number;
  readonly sender: UserId | undefined;
}

export interface CutParts {
  readonly clock: Clock;
  readonly mayCommand: (sender: UserId) => boolean;
  /** Events of that sender in the inbox that were not judged yet. */
  readonly waiting: (sender: UserId) => number;
  /** Never throws. */
  readonly onCut: (report: CutReport) => void;
}

interface Count {
  total: number;
  readonly bySender: Map<UserId, number>;
  readonly nextReport: Disposable;
}

/** Senders that are told apart in one report: a homeserver can invent any number of them. */
const mostSenders = 100;

/**
 * The cut before the inbox and before anything is decrypted: who is not listed, what is too large, and more than a
 * sender's own budget. Each sender has a budget of their own, so nobody can use up another's. What is cut is only counted:
 * the first is told at once, the rest once a minute.
 */
export class CutArrivals implements Disposable {
  readonly #parts: CutParts;
  readonly #buckets = new Map<UserId, TokenBucket>();
  /** Codes that were reported in the last minute, and what was counted since. */
  readonly #counts = new Map<CutCode, Count>();

  constructor(parts: CutParts) {
    this.#parts = parts;
  }

  /** The cheapest question, before an event is even looked into. */
  mayCommand(sender: UserId): boolean {
    if (this.#parts.mayCommand(sender)) return true;
    this.#count("unlisted", sender);
    return false;
  }

  /** Whether an event of a listed sender may enter the inbox. Counts it against its sender's budget. */
  admit({ sender, raw }: Pick<NewInboxEvent, "sender" | "raw">): boolean {
    const isWithin = this.#bucket(sender).take() && this.#parts.waiting(sender) < mostWaiting;
    if (!isWithin) this.#count("over-budget", sender);
    else if (raw.length > longestRaw) this.#count("too-large", sender);
    return isWithin && raw.length <= longestRaw;
  }

  /** Reports what was counted since the last time. */
  [Symbol.dispose](): void {
    for (const [code, count] of this.#counts) {
      count.nextReport[Symbol.dispose]();
      if (count.total > 0) this.#parts.onCut(reportOf(code, count));
    }
    this.#counts.clear();
  }

  #bucket(sender: UserId): TokenBucket {
    const known = this.#buckets.get(sender);
    if (known !== undefined) return known;
    const bucket = new TokenBucket(this.#parts.clock, senderRate);
    this.#buckets.set(sender, bucket);
    return bucket;
  }

  #count(code: CutCode, sender: UserId): void {
    const count = this.#counts.get(code);
    if (count === undefined) {
      this.#parts.onCut({ code, count: 1, sender });
      this.#begin(code);
      return;
    }
    count.total += 1;
    const { bySender } = count;
    if (bySender.has(sender) || bySender.size < mostSenders) bySender.set(sender, (bySender.get(sender) ?? 0) + 1);
  }

  #begin(code: CutCode): void {
    const nextReport = this.#parts.clock.after(reportEveryMs, () => this.#report(code));
    this.#counts.set(code, { total: 0, bySender: new Map(), nextReport });
  }

  /** After a quiet minute the next one is told at once again. */
  #report(code: CutCode): void {
    const count = this.#counts.get(code);
    this.#counts.delete(code);
    if (count === undefined || count.total === 0) return;
    this.#parts.onCut(reportOf(code, count));
    this.#begin(code);
  }
}

function reportOf(code: CutCode, { total, bySender }: Count): CutReport {
  const [most] = [...bySender].toSorted(([, a], [, b]) => b - a);
  return { code, count: total, sender: most?.[0] };
}
