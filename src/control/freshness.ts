import type { Clock } from "../core/clock.ts";
import { type Refusal, refuse } from "./refusal.ts";

/** ms a command may be valid for, and an event may wait for its key. */
export const freshnessHorizonMs = 300_000;
/** ms a sender's clock may be ahead. */
const aheadMs = 5_000;

export interface Validity {
  /** UTC ms on the sender's clock. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/**
 * Rule 6 for a command event, on the agent's own clock. Without a clock to trust only the claimed length is judged: then a
 * challenge has to prove the rest.
 */
export function judgeFreshness({ issuedAt, expiresAt }: Validity, clock: Clock): Refusal | undefined {
  if (expiresAt - issuedAt > freshnessHorizonMs) return refuse("too-long");
  if (expiresAt <= issuedAt) return refuse("expired", "The command expires before it is issued.");
  if (!clock.isTrusted()) return undefined;
  const now = clock.now();
  if (issuedAt > now + aheadMs) return refuse("from-the-future");
  return expiresAt > now ? undefined : refuse("expired");
}

export interface TextTimes {
  /** UTC ms, the homeserver's word: it may only make a text too old, never fresh. */
  readonly sentAt: number | undefined;
  /** UTC ms at which the agent received it. */
  readonly receivedAt: number;
}

/** Rule 6 for a text, which carries no authenticated time: what visibly lay about is refused, the rest proves nothing. */
export function judgeTextAge({ sentAt, receivedAt }: TextTimes, clock: Clock): Refusal | undefined {
  const oldest = Math.min(receivedAt, sentAt ?? receivedAt);
  const isOld = clock.isTrusted() && clock.now() - oldest > freshnessHorizonMs;
  return isOld ? refuse("expired", "The message is older than five minutes.") : undefined;
}
