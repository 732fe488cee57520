/** control.db, step by step: entry n leads from schema version n to n + 1. Written steps are never changed. */
export const controlSchema: readonly string[] = [
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
];
