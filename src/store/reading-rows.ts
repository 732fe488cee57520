import { AgentFault } from "../core/agent-fault.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { ValueType } from "../core/property.ts";
import { qualities } from "../core/quality.ts";
import type { LogEntry, NewLogEntry } from "../core/store-ports.ts";
import type { Database } from "./open-database.ts";
import { readValueCell, type ValueCell, valueCell } from "./value-cell.ts";

type Series = Pick<NewLogEntry, "path" | "type" | "unit" | "scale">;

interface SeriesRow {
  readonly id: number;
  readonly path: AffordancePath;
  readonly type: ValueType;
  readonly unit: string | null;
  readonly scale: number;
}

interface ReadingRow {
  readonly position: bigint;
  readonly series: bigint;
  readonly at: bigint;
  readonly quality: bigint;
  readonly value: ValueCell;
}

export interface ReadingRows {
  /** All or none, in one transaction. */
  add(entries: readonly NewLogEntry[]): void;
  after(position: number, limit: number): readonly LogEntry[];
  /** UTC ms of the first reading after that position. */
  timeAfter(position: number): number | undefined;
  /** Position of the newest reading that was ever committed. */
  last(): number;
}

/** The committed readings. `floor` is a position that was used even if its row is gone. */
export function readingRows(database: Database, floor: number): ReadingRows {
  const insert = database.change("INSERT INTO readings (position, series, at, quality, value) VALUES (?, ?, ?, ?, ?)");
  const insertSeries = database.change("INSERT INTO series (id, path, type, unit, scale) VALUES (?, ?, ?, ?, ?)");
  const select = database.query<ReadingRow>("SELECT * FROM readings WHERE position > ? ORDER BY position LIMIT ?", {
    bigints: true,
  });
  const selectTime = database.query<{ readonly at: number }>(
    "SELECT at FROM readings WHERE position > ? ORDER BY position LIMIT 1",
  );
  const newest = database.query<{ readonly position: number | null }>("SELECT max(position) AS position FROM readings");
  const stored = database.query<SeriesRow>("SELECT * FROM series").all();
  const series = new Map(stored.map((row): [number, Series] => [row.id, { ...row, unit: row.unit ?? undefined }]));
  const ids = new Map([...series].map(([id, of]) => [seriesKey(of), id]));
  let last = Math.max(floor, newest.first()?.position ?? 0);

  const logEntry = (row: ReadingRow): LogEntry => {
    const of = series.get(Number(row.series));
    const quality = qualities[Number(row.quality)];
    if (of === undefined || quality === undefined) {
      throw new AgentFault("store-corrupt", `${database.file} is damaged: reading ${row.position} makes no sense.`);
    }
    const { path, type, unit, scale } = of;
    const value = readValueCell(row.value, type, scale);
    return { position: Number(row.position), path, type, unit, scale, value, quality, at: Number(row.at) };
  };
  return {
    add(entries) {
      const made = new Map<string, { readonly id: number; readonly of: Series }>();
      const idOf = (of: Series): number => {
        const key = seriesKey(of);
        const known = ids.get(key) ?? made.get(key)?.id;
        if (known !== undefined) return known;
        const id = series.size + made.size + 1;
        insertSeries(id, of.path, of.type, of.unit ?? null, of.scale);
        made.set(key, { id, of });
        return id;
      };
      database.inTransaction(() => {
        entries.forEach((entry, place) => {
          const quality = qualities.indexOf(entry.quality);
          insert(last + place + 1, idOf(entry), entry.at, quality, valueCell(entry.value, entry.scale));
        });
      });
      // Only now: a transaction that failed made no series and used no position.
      last += entries.length;
      for (const [key, { id, of }] of made) {
        ids.set(key, id);
        series.set(id, of);
      }
    },
    after: (position, limit) => select.all(position, limit).map(logEntry),
    timeAfter: (position) => selectTime.first(position)?.at,
    last: () => last,
  };
}

function seriesKey({ path, type, unit, scale }: Series): string {
  return JSON.stringify([path, type, unit, scale]);
}
