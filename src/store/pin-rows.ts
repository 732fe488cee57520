import type { AuditNote } from "../core/audit-ports.ts";
import { asUserId, type UserId } from "../core/ids.ts";
import type { Pin, PinStore, PinWay } from "../core/store-ports.ts";
import type { Database } from "./database.ts";

interface PinRow {
  readonly user: string;
  readonly master_key: string;
  readonly way: PinWay;
  readonly pinned_at: number;
}

interface SeenRow {
  readonly master_key: string;
  readonly seen_at: number;
}

/** Keys of one user that are remembered: a homeserver can serve any number of them. */
const mostSeen = 20;

interface Question<Row> {
  first(...cells: readonly string[]): Row | undefined;
  all(...cells: readonly string[]): readonly Row[];
}

/** What can be asked of the rows, whoever opened them. */
export function pinQuestions(query: <Row>(sql: string) => Question<Row>): Pick<PinStore, "pins" | "pin" | "keysSeen"> {
  const all = query<PinRow>("SELECT * FROM pins ORDER BY user");
  const one = query<PinRow>("SELECT * FROM pins WHERE user = ?");
  const seen = query<SeenRow>("SELECT master_key, seen_at FROM keys_seen WHERE user = ? ORDER BY entry");
  return {
    pins: () => all.all().map(pinOf),
    pin: (user) => {
      const row = one.first(user);
      return row === undefined ? undefined : pinOf(row);
    },
    keysSeen: (user) => seen.all(user).map(({ master_key, seen_at }) => ({ masterKey: master_key, seenAt: seen_at })),
  };
}

/** Pinned master keys, and the keys that were served, each pin with its note in one transaction. */
export function pinRows(database: Database, audit: (note: AuditNote) => void): PinStore {
  const asked = pinQuestions((sql) => database.query(sql));
  const set = database.change(
    `INSERT INTO pins (user, master_key, way, pinned_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
     SET master_key = excluded.master_key, way = excluded.way, pinned_at = excluded.pinned_at`,
  );
  const remove = database.change("DELETE FROM pins WHERE user = ?");
  const see = database.change("INSERT INTO keys_seen (user, master_key, seen_at) VALUES (?, ?, ?)");
  const forget = database.change(
    `DELETE FROM keys_seen WHERE user = ?1 AND entry NOT IN
     (SELECT entry FROM keys_seen WHERE user = ?1 ORDER BY entry DESC LIMIT ${mostSeen})`,
  );
  return {
    ...asked,
    setPin({ user, masterKey, way, pinnedAt }, note) {
      database.inTransaction(() => {
        set(user, masterKey, way, pinnedAt);
        audit(note);
      });
    },
    removePin(user, note) {
      database.inTransaction(() => {
        remove(user);
        audit(note);
      });
    },
    sawKey(user: UserId, masterKey, at) {
      if (asked.keysSeen(user).at(-1)?.masterKey === masterKey) return false;
      database.inTransaction(() => {
        see(user, masterKey, at);
        forget(user);
      });
      return true;
    },
  };
}

function pinOf({ user, master_key, way, pinned_at }: PinRow): Pin {
  return { user: asUserId(user), masterKey: master_key, way, pinnedAt: pinned_at };
}
