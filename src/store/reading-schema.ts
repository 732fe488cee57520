/** readings.db, step by step: entry n leads from schema version n to n + 1. Written steps are never changed. */
export const readingSchema: readonly string[] = [
  `
  -- What a row of readings needs not repeat.
  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    type TEXT NOT NULL,
    unit TEXT,
    scale INTEGER NOT NULL
  ) STRICT;

  -- value: 0 or 1, a number's coefficient at the series' scale, or text; NULL where there is none.
  CREATE TABLE readings (
    position INTEGER PRIMARY KEY,
    series INTEGER NOT NULL REFERENCES series (id),
    at INTEGER NOT NULL,
    quality INTEGER NOT NULL,
    value ANY
  ) STRICT;

  -- How far events were delivered, and the last one sealed; exactly one row.
  CREATE TABLE cursor (
    only INTEGER PRIMARY KEY CHECK (only = 0),
    delivered_through INTEGER NOT NULL,
    epoch INTEGER,
    seq INTEGER
  ) STRICT;
  INSERT INTO cursor (only, delivered_through) VALUES (0, 0);

  -- The event that is still to be sent; at most one row.
  CREATE TABLE sealed (
    only INTEGER PRIMARY KEY CHECK (only = 0),
    txn TEXT NOT NULL,
    event TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    through INTEGER NOT NULL
  ) STRICT;

  -- Every event that left; without an id the homeserver refused it.
  CREATE TABLE sent (
    through INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    event_id TEXT
  ) STRICT;
  `,
];
