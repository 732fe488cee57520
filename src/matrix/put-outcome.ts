import type { PutOutcome } from "../core/room-ports.ts";
import { askedToWait, reasonOf, statusOf } from "./wait-for-homeserver.ts";

/** When a 429 does not say how long. */
const defaultWait = 5_000;

/** What a failed PUT means for the event (Matrix spec, standard error response and rate limiting). */
export function putOutcome(error: unknown): PutOutcome {
  const status = statusOf(error);
  const detail = reasonOf(error);
  // 401: the login is gone, which ends the link; the event itself is not at fault and waits for the next one.
  if (status === undefined || status >= 500 || status === 408 || status === 401) {
    return { kind: "unanswered", detail, retryAfterMs: askedToWait(error) };
  }
  if (status === 429) return { kind: "limited", retryAfterMs: askedToWait(error) || defaultWait };
  if (status === 413) return { kind: "too-large", detail };
  if (status === 403) return { kind: "forbidden", detail };
  return { kind: "rejected", status, detail };
}
