import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { SealedEvent } from "../core/room-ports.ts";
import type { OutboxClass, OutboxEntry, Post } from "../core/store-ports.ts";
import type { Database } from "./database.ts";
import type { LaterWrites } from "./later-writes.ts";

interface OutboxRow {
  readonly id: number;
  readonly urgency: number;
  readonly event: string;
  readonly created_at: number;
  readonly sealed: string | null;
}

export interface OutboxRows {
  add(post: Post): void;
  next(passOver?: ReadonlySet<RoomId>): OutboxEntry | undefined;
  keepSealed(id: number, sealed: SealedEvent): void;
  remove(id: number): void;
  waiting(): number;
}

/** In the order of sending; the place is the number in the table. */
const classes: readonly OutboxClass[] = ["result", "answer"];

/** ms within which what was sent is taken out on the disk too; until then a crash sends it again, under its transaction id. */
const removeWithinMs = 5_000;

/** What must still reach the homeserver besides readings. */
export function outboxRows(database: Database, clock: Clock, later: LaterWrites): OutboxRows {
  const add = database.change("INSERT INTO outbox (urgency, event, created_at) VALUES (?, ?, ?)");
  const next = database.query<OutboxRow>("SELECT * FROM outbox ORDER BY urgency, id LIMIT ?");
  const nextElsewhere = database.query<OutboxRow>(
    "SELECT * FROM outbox WHERE json_extract(event, '$.room') NOT IN (SELECT value FROM json_each(?)) ORDER BY urgency, id LIMIT ?",
  );
  const keepSealed = database.change("UPDATE outbox SET sealed = ? WHERE id = ?");
  const remove = database.change("DELETE FROM outbox WHERE id = ?");
  const count = database.query<{ readonly waiting: number }>("SELECT count(*) AS waiting FROM outbox");
  const removed = new Set<number>();
  later.add({
    write() {
      for (const id of removed) remove(id);
    },
    ended(isCommitted) {
      if (isCommitted) removed.clear();
    },
  });
  return {
    add(post) {
      add(classes.indexOf(post.class), JSON.stringify(post.event), clock.now());
    },
    next(passOver = new Set()) {
      const most = removed.size + 1;
      const rows = passOver.size === 0 ? next.all(most) : nextElsewhere.all(JSON.stringify([...passOver]), most);
      const row = rows.find(({ id }) => !removed.has(id));
      return row === undefined ? undefined : outboxEntry(row);
    },
    keepSealed(id, sealed) {
      keepSealed(JSON.stringify(sealed), id);
    },
    remove(id) {
      removed.add(id);
      later.within(removeWithinMs);
    },
    waiting: () => (count.first()?.waiting ?? 0) - removed.size,
  };
}

function outboxEntry({ id, urgency, event, created_at, sealed }: OutboxRow): OutboxEntry {
  return {
    id,
    class: classes[urgency] ?? "answer",
    event: JSON.parse(event) as OutboxEntry["event"],
    createdAt: created_at,
    sealed: sealed === null ? undefined : (JSON.parse(sealed) as SealedEvent),
  };
}
