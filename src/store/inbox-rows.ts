import { AgentFault } from "../core/agent-fault.ts";
import { asRoomId, asUserId, type UserId } from "../core/ids.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { NewInboxEvent } from "../core/store-ports.ts";
import type { Database } from "./database.ts";
import type { LaterWrites } from "./later-writes.ts";

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
  /** Takes an event out, inside a transaction; one that is not there was judged before, which must not happen. */
  remove(position: number): void;
}

/** ms within which events are written when no verdict wrote them before. */
const writeWithinMs = 100;

/**
 * Received events that wait for judgement, and the sync token that stands for them. They are written with the next verdict;
 * the event that it judges never is. Lost before, they come again, since their token is lost as well.
 */
export function inboxRows(database: Database, later: LaterWrites): InboxRows {
  const readToken = database.query<{ readonly token: string }>("SELECT token FROM sync");
  const writeToken = database.change(
    "INSERT INTO sync (only, token) VALUES (0, ?) ON CONFLICT DO UPDATE SET token = excluded.token",
  );
  const add = database.change(
    "INSERT INTO inbox (position, event_id, room, sender, type, raw, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const next = database.query<InboxRow>("SELECT * FROM inbox WHERE position > ? ORDER BY position LIMIT 1");
  const known = database.query("SELECT 1 FROM inbox WHERE event_id = ?");
  const count = database.query<{ readonly count: number }>("SELECT count(*) AS count FROM inbox WHERE sender = ?");
  const remove = database.change("DELETE FROM inbox WHERE position = ?");
  let last = lastPosition(database);
  /** By event id; not on the disk yet, and newer than all that is. */
  const fresh = new Map<string, InboxEvent>();
  let freshToken: string | undefined;
  let judged: number | undefined;

  const token = (): string | undefined => freshToken ?? readToken.first()?.token;
  later.add({
    write() {
      for (const { position, eventId, room, sender, type, raw, receivedAt } of fresh.values()) {
        if (position !== judged) add(position, eventId, room, sender, type, raw, receivedAt);
      }
      if (freshToken !== undefined) writeToken(freshToken);
    },
    ended(isCommitted) {
      judged = undefined;
      if (!isCommitted) return;
      fresh.clear();
      freshToken = undefined;
    },
  });
  return {
    token,
    keep(events, newToken) {
      if (events.length === 0 && token() === newToken) return;
      for (const event of events) {
        if (fresh.has(event.eventId) || known.first(event.eventId) !== undefined) continue;
        last += 1;
        fresh.set(event.eventId, { ...event, position: last });
      }
      freshToken = newToken;
      if (events.length === 0) later.together(() => undefined);
      else later.within(writeWithinMs);
    },
    nextEvent(after) {
      const row = next.first(after);
      return row === undefined ? fresh.values().find(({ position }) => position > after) : inboxEvent(row);
    },
    waiting(sender) {
      const freshOfSender = fresh.values().filter((event) => event.sender === sender);
      return (count.first(sender)?.count ?? 0) + [...freshOfSender].length;
    },
    remove(position) {
      if (fresh.values().some((event) => event.position === position)) judged = position;
      else if (remove(position) === 0) throw new AgentFault("internal", `Inbox event ${position} was judged twice.`);
    },
  };
}

function lastPosition(database: Database): number {
  const used = `SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'inbox'), 0),
    coalesce((SELECT max(position) FROM inbox), 0)) AS last`;
  return database.query<{ readonly last: number }>(used).first()?.last ?? 0;
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
