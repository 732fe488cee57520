import type { Clock } from "../../core/clock.ts";
import type { OutgoingEvent, RoomSender } from "../../core/room-ports.ts";

export type Delivery =
  | { readonly kind: "sent"; readonly eventId: string }
  /** It certainly did not leave. */
  | { readonly kind: "not-sent"; readonly detail: string }
  /** Nobody knows whether the homeserver took it. */
  | { readonly kind: "unanswered"; readonly detail: string };

const againMs = 1000;

/** Seals one event once and PUTs it under one transaction id until it is answered, for at most that many ms. */
export async function deliver(
  event: OutgoingEvent,
  sender: RoomSender,
  { clock, withinMs, txn }: { readonly clock: Clock; readonly withinMs: number; readonly txn: string },
): Promise<Delivery> {
  const deadline = clock.monotonic() + withinMs;
  const pause = (ms: number): Promise<void> => new Promise((done) => void clock.after(ms, done));
  const isOver = (ms: number): boolean => clock.monotonic() + ms >= deadline;
  let sealed = await sender.seal(event, txn);
  while (sealed.kind === "closed" && sealed.code === "link-lost" && !isOver(againMs)) {
    await pause(againMs);
    sealed = await sender.seal(event, txn);
  }
  if (sealed.kind === "closed") return { kind: "not-sent", detail: sealed.detail };
  let mayHaveArrived = false;
  for (;;) {
    const put = await sender.put(sealed.event);
    if (put.kind === "sent") return put;
    if (put.kind === "forbidden" || put.kind === "rejected" || put.kind === "too-large") {
      return { kind: "not-sent", detail: put.detail };
    }
    const detail = put.kind === "limited" ? "The homeserver takes nothing more for now." : put.detail;
    mayHaveArrived ||= put.kind === "unanswered";
    const waitMs = put.kind === "limited" ? put.retryAfterMs : Math.max(againMs, put.retryAfterMs ?? 0);
    if (isOver(waitMs)) return { kind: mayHaveArrived ? "unanswered" : "not-sent", detail };
    await pause(waitMs);
  }
}
