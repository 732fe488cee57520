import { AgentFault } from "../core/agent-fault.ts";
import { asRoomId, asUserId, type UserId } from "../core/ids.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { NewInboxEvent } from "../core/store-ports.ts";
import type { Database } from "./database.ts";

interface InboxRow {
  readonly position: number;
  readonly event_id: string;
  readonly room: string;
  readonly sender: string;
  readonly type: string;
  readonly raw: string;
  readonly received_at: number;
}

export interface InboxRows {
  token(): string | undefined;
  keep(events: readonly NewInboxEvent[], token: string): void;
  nextEvent(after: number): InboxEvent | undefined;
  waiting(sender: UserId): number;
  /** Takes an event out; one that is not there was judged before, which must not happen. */
  remove(position: number): void;
}

/** Received events that wait for judgement, and the sync token that stands for them. */
export function inboxRows(database: Database): InboxRows {
  const readToken = database.query<{ readonly token: string }>("SELECT token FROM sync");
  const writeToken = database.change(
    "INSERT INTO sync (only, token) VALUES (0, ?) ON CONFLICT DO UPDATE SET token = excluded.token",
  );
  const add = database.change(
    `INSERT INTO inbox (event_id, room, sender, type, raw, received_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (event_id) DO NOTHING`,
  );
  const next = database.query<InboxRow>("SELECT * FROM inbox WHERE position > ? ORDER BY position LIMIT 1");
  const count = database.query<{ readonly count: number }>("SELECT count(*) AS count FROM inbox WHERE sender = ?");
  const remove = database.change("DELETE FROM inbox WHERE position = ?");

  return {
    token: () => readToken.first()?.token,
    keep(events, token) {
      if (events.length === 0 && readToken.first()?.token === token) return;
      database.inTransaction(() => {
        for (const { eventId, room, sender, type, raw, receivedAt } of events) {
          add(eventId, room, sender, type, raw, receivedAt);
        }
        writeToken(token);
      });
    },
    nextEvent(after) {
      const row = next.first(after);
      return row === undefined ? undefined : inboxEvent(row);
    },
    waiting: (sender) => count.first(sender)?.count ?? 0,
    remove(position) {
      if (remove(position) === 0) throw new AgentFault("internal", `Inbox event ${position} was judged twice.`);
    },
  };
}

function inboxEvent({ position, event_id, room, sender, type, raw, received_at }: InboxRow): InboxEvent {
  return {
    position,
    room: asRoomId(room),
    eventId: event_id,
    sender: asUserId(sender),
    type,
    raw,
    receivedAt: received_at,
  };
}
