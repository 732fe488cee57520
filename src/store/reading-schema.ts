import type { Database } from "./database.ts";
import { carryOverReadings } from "./readings/carry-over-readings.ts";
import type { Upgrade } from "./upgrade-database.ts";

/** readings.db, step by step: entry n leads from schema version n to n + 1. Written steps are never changed. */
export const readingSchema: readonly Upgrade<Database>[] = [
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
  {
    sql: `
  ALTER TABLE readings RENAME TO old_readings;
  ALTER TABLE series RENAME TO old_series;
  ALTER TABLE cursor RENAME TO old_cursor;
  ALTER TABLE sealed RENAME TO old_sealed;
  ALTER TABLE sent RENAME TO old_sent;

  -- Each row ends with a CRC-32C over what stands before it, since SQLite notices no bit that the disk turned over.

  -- What all readings of a series have in common.
  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    type TEXT NOT NULL,
    unit TEXT,
    scale INTEGER NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;

  -- Readings in the order of recording, many to a row: the positions that it stands for, how many readings are left in it
  -- and how many of them are given up first, their earliest and latest time, length and CRC-32C of its pack.
  CREATE TABLE segments (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,
    low INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    data_sum INTEGER NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE packs (first INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;

  -- The newest readings, one commit to a row, until there are enough for a segment.
  CREATE TABLE groups (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    count INTEGER NOT NULL,
    low INTEGER NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    data_sum INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT;

  -- How far events were delivered, up to where nothing is kept any more, the last events begun; exactly one row.
  CREATE TABLE cursor (
    only INTEGER PRIMARY KEY,
    delivered_through INTEGER NOT NULL,
    gone_through INTEGER NOT NULL,
    epoch INTEGER,
    seq INTEGER,
    loss_seq INTEGER NOT NULL,
    loss_told INTEGER NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;

  -- The event of readings that is still to be sent; at most one row.
  CREATE TABLE sealed (
    only INTEGER PRIMARY KEY,
    txn TEXT NOT NULL,
    event TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    through INTEGER NOT NULL,
    covered INTEGER NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;

  -- The newest events that left; without an id the homeserver refused it.
  CREATE TABLE sent (
    through INTEGER PRIMARY KEY,
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    event_id TEXT,
    sum INTEGER NOT NULL
  ) STRICT;

  -- Readings given up before they were delivered, not told yet. Path '': not known of which property. Batch 0 may still grow.
  CREATE TABLE losses (
    path TEXT NOT NULL,
    reason TEXT NOT NULL,
    batch INTEGER NOT NULL,
    count INTEGER NOT NULL,
    from_at INTEGER,
    to_at INTEGER,
    sum INTEGER NOT NULL,
    PRIMARY KEY (path, reason, batch)
  ) STRICT, WITHOUT ROWID;

  -- The same as totals since the file was made; what the rows of losses tell is count less told.
  CREATE TABLE dropped (
    reason TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    told INTEGER NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The event of losses that is still to be sent; at most one row.
  CREATE TABLE loss_event (only INTEGER PRIMARY KEY, event TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;

  -- What was found damaged, for people to look at.
  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    what TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    data BLOB
  ) STRICT;
  `,
    carry: carryOverReadings,
  },
  `
  DROP TABLE old_readings;
  DROP TABLE old_series;
  DROP TABLE old_cursor;
  DROP TABLE old_sealed;
  DROP TABLE old_sent;

  -- Readings that the report filter holds back, and which whoever said them need not say again; recorded at the next start.
  CREATE TABLE withheld (path TEXT PRIMARY KEY, entry TEXT NOT NULL, sum INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  -- What a source may say again though it is recorded; the note in base64.
  CREATE TABLE source_notes (source TEXT PRIMARY KEY, note TEXT NOT NULL, sum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- When each boot of the machine began, UTC ms, and whether that is known or a guess.
  CREATE TABLE boots (
    slot INTEGER PRIMARY KEY,
    boot TEXT NOT NULL,
    utc INTEGER NOT NULL,
    known INTEGER NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT;
  `,
];
