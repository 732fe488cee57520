import type { MatrixClient } from "matrix-js-sdk";
import type { RoomId, UserId } from "../core/ids.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { Library } from "./load-library.ts";
import { type WaitParts, waitForHomeserver } from "./wait-for-homeserver.ts";

export interface RoomHistoryParts extends WaitParts {
  readonly client: MatrixClient;
  readonly library: Library;
}

interface RawEvent {
  readonly event_id: string;
  readonly sender: string;
  readonly type: string;
  readonly state_key?: string;
  readonly origin_server_ts: number;
}

interface Page {
  readonly chunk: readonly RawEvent[];
  /** Missing: there is nothing beyond. */
  readonly end?: string;
}

/** Events of one answer; each may be 64 KiB. */
const pageSize = 50;
/** Answers that are walked back at most: a million events. */
const mostPages = 20_000;

/**
 * The timeline events of a room from a time on, as the homeserver tells it (`origin_server_ts`, UTC ms), oldest first; nothing is kept. Walks
 * back page by page, then forward again, so that no more than a page is in memory. Waits while the homeserver is away.
 */
export async function* roomHistory(
  room: RoomId,
  sinceAt: number,
  parts: RoomHistoryParts,
): AsyncGenerator<InboxEvent, void, undefined> {
  let from: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const { chunk, end } = await readPage(room, "b", from, parts);
    if (end !== undefined) from = end;
    if (end === undefined || chunk.length === 0 || chunk.every((event) => event.origin_server_ts < sinceAt)) break;
  }
  while (from !== undefined) {
    const { chunk, end }: Page = await readPage(room, "f", from, parts);
    for (const event of chunk) {
      if (event.state_key === undefined && event.origin_server_ts >= sinceAt) yield inboxEvent(room, event, parts);
    }
    from = chunk.length === 0 ? undefined : end;
  }
}

function inboxEvent(room: RoomId, event: RawEvent, { clock }: RoomHistoryParts): InboxEvent {
  const { event_id: eventId, type } = event;
  const sender = event.sender as UserId;
  return { position: 0, room, eventId, sender, type, raw: JSON.stringify(event), receivedAt: clock.now() };
}

/** `GET /rooms/{roomId}/messages` (Matrix client-server API). */
async function readPage(
  room: RoomId,
  dir: "b" | "f",
  from: string | undefined,
  parts: RoomHistoryParts,
): Promise<Page> {
  const { client, library } = parts;
  const query = { dir, limit: String(pageSize), ...(from !== undefined && { from }) };
  const path = `/rooms/${encodeURIComponent(room)}/messages`;
  const answer = await waitForHomeserver(
    () => client.http.authedRequest<Page>(library.sdk.Method.Get, path, query),
    parts,
  );
  return { ...answer, chunk: Array.isArray(answer.chunk) ? answer.chunk.filter(isRawEvent) : [] };
}

function isRawEvent(event: unknown): event is RawEvent {
  if (typeof event !== "object" || event === null) return false;
  const { event_id: id, sender, type, origin_server_ts: at } = event as Partial<RawEvent>;
  return typeof id === "string" && typeof sender === "string" && typeof type === "string" && typeof at === "number";
}
