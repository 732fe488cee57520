import type { Database } from "./database.ts";
import { sumRows } from "./keep-row-sums.ts";
import type { Upgrade } from "./upgrade-database.ts";

/** control.db, step by step: entry n leads from schema version n to n + 1. Written steps are never changed. */
export const controlSchema: readonly Upgrade<Database>[] = [
  `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- The sync token; at most one row.
  CREATE TABLE sync (only INTEGER PRIMARY KEY CHECK (only = 0), token TEXT NOT NULL) STRICT;

  -- Received, not yet judged. AUTOINCREMENT: a position is never used again.
  CREATE TABLE inbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL UNIQUE,
    room TEXT NOT NULL,
    sender TEXT NOT NULL,
    type TEXT NOT NULL,
    raw TEXT NOT NULL,
    received_at INTEGER NOT NULL
  ) STRICT;

  -- Highest message index judged per Megolm session, kept for ever: what is not higher is a replay.
  CREATE TABLE megolm_sessions (session_id TEXT PRIMARY KEY, highest INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  -- Every command id judged, oldest first. Those that were admitted carry the command, written before anything acts on it,
  -- and later their one outcome.
  CREATE TABLE commands (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    judged_at INTEGER NOT NULL,
    command TEXT,
    outcome TEXT
  ) STRICT;

  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    urgency INTEGER NOT NULL,
    event TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sealed TEXT
  ) STRICT;
  `,
  `
  -- Master keys of people, proven to this agent.
  CREATE TABLE pins (
    user TEXT PRIMARY KEY,
    master_key TEXT NOT NULL,
    way TEXT NOT NULL,
    pinned_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Every master key that the homeserver served for somebody who matters, whenever it changed.
  CREATE TABLE keys_seen (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL,
    master_key TEXT NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT;

  -- When outputs were switched, for limits whose clocks outlive restarts.
  CREATE TABLE switches (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL,
    is_on INTEGER NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX switches_of ON switches (path, entry);

  -- The audit: hash = SHA-256(hash before || entry || at || kind || body).
  CREATE TABLE audit (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;
  `,
  {
    sql: ["facts", "sync", "inbox", "megolm_sessions", "commands", "outbox", "pins", "keys_seen", "switches"]
      .map((table) => `ALTER TABLE ${table} ADD COLUMN row_sum INTEGER`)
      .join(";\n"),
    carry: sumRows,
  },
];
