import type { MatrixClient } from "matrix-js-sdk";
import type { RoomId } from "../core/ids.ts";
import { plainObject } from "../core/plain-object.ts";
import type { Library } from "./load-library.ts";
import { statusOf } from "./wait-for-homeserver.ts";

/** Whether a message can still be read: `gone` when it was redacted or the homeserver knows it no more; `unknown` without an answer. */
export type EventStanding = "there" | "gone" | "unknown";

const timeout = 30_000;

/** `GET /rooms/{roomId}/event/{eventId}` (Matrix client-server API). Never rejects. */
export async function eventStanding(
  room: RoomId,
  eventId: string,
  { client, library }: { readonly client: MatrixClient; readonly library: Library },
): Promise<EventStanding> {
  const path = `/rooms/${encodeURIComponent(room)}/event/${encodeURIComponent(eventId)}`;
  try {
    const event = await client.http.authedRequest<unknown>(library.sdk.Method.Get, path, undefined, undefined, {
      localTimeoutMs: timeout,
      priority: "auto",
    });
    const { content, unsigned } = plainObject(event);
    const isRedacted = plainObject(unsigned).redacted_because !== undefined;
    return isRedacted || Object.keys(plainObject(content)).length === 0 ? "gone" : "there";
  } catch (error) {
    return statusOf(error) === 404 ? "gone" : "unknown";
  }
}
