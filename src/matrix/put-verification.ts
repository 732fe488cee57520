import { setTimeout as sleep } from "node:timers/promises";
import type { RoomId } from "../core/ids.ts";
import { isVerificationEvent } from "../core/verification-events.ts";
import type { PutEvent } from "./put-event.ts";

const mostAttempts = 4;
/** ms to wait after no answer. */
const againMs = 2_000;
/** ms that are waited at most for the homeserver's limit: a person is looking on. */
const longestWaitMs = 60_000;

/**
 * Sends one step of a verification into a room, sealed like everything else. The library would send it in clear, which some
 * clients wait through for ever. Resolves to its event id; rejects when it cannot be sent, or is none of the closed list.
 */
export async function putVerification(
  sender: Pick<PutEvent, "sealVerification" | "put">,
  event: { readonly room: RoomId; readonly type: string; readonly content: Readonly<Record<string, unknown>> },
  txn: string,
): Promise<string> {
  if (!isVerificationEvent(event.type, event.content))
    throw new TypeError(`${event.type} is no step of a verification`);
  const sealed = await sender.sealVerification(event, txn);
  if (sealed.kind === "closed") throw new Error(sealed.detail);
  for (let attempt = 1; ; attempt++) {
    const outcome = await sender.put(sealed.event);
    if (outcome.kind === "sent") return outcome.eventId;
    const isOver = attempt === mostAttempts || outcome.kind === "forbidden" || outcome.kind === "rejected";
    if (isOver)
      throw new Error(outcome.kind === "limited" ? "The homeserver lets nothing through now." : outcome.detail);
    await sleep(outcome.kind === "limited" ? Math.min(outcome.retryAfterMs, longestWaitMs) : againMs);
  }
}
