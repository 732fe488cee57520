import type { AffordancePath } from "../../core/ids.ts";
import type { ValueType } from "../../core/property.ts";
import { qualities } from "../../core/quality.ts";
import type { Database } from "../database.ts";
import { summedTable } from "../summed-table.ts";
import { type Cursor, cursorColumns, newCursor } from "./cursor-row.ts";
import { lossRows } from "./loss-rows.ts";
import { type OldValue, readOldValue } from "./old-value.ts";
import type { PackedReading } from "./packed-reading.ts";
import { fullSegment, putSegment } from "./put-segment.ts";
import { type SealedRow, type SentRow, sealedColumns, sentColumns } from "./sealed-row.ts";
import { segmentRows } from "./segment-rows.ts";
import { type Series, type SeriesRow, seriesColumns } from "./series-rows.ts";

interface OldReading {
  readonly position: bigint;
  readonly series: bigint;
  readonly at: bigint;
  readonly quality: bigint;
  readonly value: OldValue;
}

/** From one row a reading (version 1) to segments, no more than one of them in memory. Inside the upgrade's transaction. */
export function carryOverReadings(database: Database): void {
  const old = database.query<Pick<Cursor, "delivered_through" | "epoch" | "seq">>("SELECT * FROM old_cursor").first();
  const through = old?.delivered_through ?? 0;
  const series = carrySeries(database);
  const first = carryReadings(database, series, through);
  const { epoch = null, seq = null } = old ?? {};
  const cursor = { ...newCursor, delivered_through: through, gone_through: first - 1, epoch, seq };
  summedTable<Cursor>(database, "cursor", cursorColumns).put(cursor);
  const sealed = summedTable<SealedRow>(database, "sealed", sealedColumns);
  for (const row of database.query<Omit<SealedRow, "covered">>("SELECT * FROM old_sealed").all()) {
    sealed.put({ ...row, covered: row.through - through });
  }
  const sent = summedTable<SentRow>(database, "sent", sentColumns);
  for (const row of database.query<SentRow>("SELECT * FROM old_sent ORDER BY through DESC LIMIT 10000").all())
    sent.put(row);
}

function carrySeries(database: Database): ReadonlyMap<number, Series> {
  const table = summedTable<SeriesRow>(database, "series", seriesColumns);
  const rows = database.query<SeriesRow>("SELECT * FROM old_series").all();
  rows.forEach(table.put);
  return new Map(
    rows.map(({ id, path, type, unit, scale }): [number, Series] => [
      id,
      { path: path as AffordancePath, type: type as ValueType, unit: unit ?? undefined, scale },
    ]),
  );
}

/** Returns the position of the first reading, or of the next one to be recorded. */
function carryReadings(database: Database, series: ReadonlyMap<number, Series>, delivered: number): number {
  const segments = segmentRows(database);
  const rows = database.query<OldReading>("SELECT * FROM old_readings ORDER BY position", { bigints: true });
  let begin: number | undefined;
  let next = delivered + 1;
  let lost = 0;
  let readings: PackedReading[] = [];
  const flush = (): void => {
    const last = readings.at(-1)?.position;
    if (last === undefined) return;
    putSegment(segments, series, { table: "segments", first: next, last }, readings);
    next = last + 1;
    readings = [];
  };
  for (const row of rows.each()) {
    const position = Number(row.position);
    if (begin === undefined) next = position;
    begin ??= position;
    const reading = packedReading(row, series.get(Number(row.series)));
    if (reading !== undefined) readings.push(reading);
    else if (position > delivered) lost += 1;
    if (readings.length === fullSegment) flush();
  }
  flush();
  if (lost > 0) {
    const loss = { path: undefined, reason: "corrupt", count: lost, fromAt: undefined, toAt: undefined } as const;
    lossRows(database).add([loss]);
  }
  return begin ?? next;
}

/** undefined when the row makes no sense. */
function packedReading(row: OldReading, of: Series | undefined): PackedReading | undefined {
  const quality = qualities[Number(row.quality)];
  if (of === undefined || quality === undefined) return undefined;
  const value = readOldValue(row.value, of.type, of.scale);
  return { position: Number(row.position), series: Number(row.series), at: Number(row.at), quality, value };
}
