import { type CellReader, cellReader, readCell } from "./cell.ts";
import { type ColumnHead, readHead } from "./column-heads.ts";
import { isId } from "./ids.ts";
import { type Quality, qualities } from "./quality.ts";
import type { Value } from "./value.ts";

type Times = readonly number[];

/** A reading out of a telemetry event. */
export interface DecodedReading {
  readonly thing: string;
  readonly name: string;
  /** UTC ms. */
  readonly at: number;
  readonly quality: Quality;
  readonly value: Value | undefined;
  readonly unit: string | undefined;
}

export type DecodedColumns =
  | { readonly ok: true; readonly readings: readonly DecodedReading[] }
  | { readonly ok: false; readonly problem: string };

// More than an event of 65,536 bytes can hold.
const mostReadings = 40_000;
// The largest time a JavaScript Date can show.
const latest = 8_640_000_000_000_000;

/**
 * The readings of a `dev.roomwire.telemetry` content, column by column, each in the order of time, which is that of
 * recording. Takes any input, never throws, and makes no more than 40,000 readings.
 */
export function decodeColumns(content: unknown): DecodedColumns {
  const columns = isRecord(content) ? content.columns : undefined;
  if (!Array.isArray(columns)) return { ok: false, problem: "The event has no list of columns." };
  const lists: (Times | undefined)[] = [];
  const readings: DecodedReading[] = [];
  let before: Partial<ColumnHead> = {};
  for (const [place, column] of columns.entries()) {
    const read = isRecord(column) ? readColumn(column, before, lists) : undefined;
    if (read === undefined) return { ok: false, problem: `Column ${place} cannot be read.` };
    if (readings.length + read.readings.length > mostReadings)
      return { ok: false, problem: "The event holds too much." };
    for (const reading of read.readings) readings.push(reading);
    lists.push(read.list);
    before = read.head;
  }
  return { ok: true, readings };
}

type RawColumn = Readonly<Record<string, unknown>>;
type Moment = Pick<DecodedReading, "at" | "quality" | "value">;

interface ReadColumn {
  readonly head: ColumnHead;
  /** Times of its own, which later columns may share. */
  readonly list: Times | undefined;
  readonly readings: readonly DecodedReading[];
}

function readColumn(
  column: RawColumn,
  before: Partial<ColumnHead>,
  lists: readonly (Times | undefined)[],
): ReadColumn | undefined {
  const head = readHead(column, before);
  const times = timesOf(column.times, lists);
  const readings = head && times && decodeColumn(column, head, times);
  if (head === undefined || readings === undefined) return undefined;
  return { head, list: Array.isArray(column.times) ? times : undefined, readings };
}

function timesOf(times: unknown, lists: readonly (Times | undefined)[]): Times | undefined {
  if (typeof times === "number") return lists[times];
  return Array.isArray(times) && times.every((time) => Number.isSafeInteger(time)) ? times : undefined;
}

function decodeColumn(column: RawColumn, columnHead: ColumnHead, times: Times): DecodedReading[] | undefined {
  const { name, words, holes = [] } = column;
  const { thing, base_at: base, kind, unit, scale } = columnHead;
  if (typeof name !== "string" || !isId(name)) return undefined;
  const toValue = cellReader({ kind, scale, words });
  if (toValue === undefined) return undefined;
  const cells = kind === "text" ? column.indexes : column.values;
  if (!Array.isArray(cells) || cells.length !== times.length || cells.length > mostReadings) return undefined;
  if (!Array.isArray(holes) || holes.length > mostReadings) return undefined;

  const moments: Moment[] = [];
  let at = base;
  let previous = 0n;
  for (const [index, cell] of cells.entries()) {
    at += times[index] ?? Number.NaN;
    const integer = readCell(cell);
    if (integer === undefined) return undefined;
    previous = kind === "number" ? previous + integer : integer;
    const value = toValue(previous);
    if (value === undefined) return undefined;
    moments.push({ at, quality: "ok", value });
  }
  for (const hole of holes) {
    const moment = Array.isArray(hole) ? decodeHole(hole, base, toValue) : undefined;
    if (moment === undefined) return undefined;
    moments.push(moment);
  }
  if (!moments.every((moment) => isTime(moment.at))) return undefined;
  const head = { thing, name, unit: kind === "number" ? unit : undefined };
  return moments.sort((a, b) => a.at - b.at).map((moment) => ({ ...head, ...moment }));
}

function decodeHole(hole: readonly unknown[], base: number, toValue: CellReader): Moment | undefined {
  const [since, number, cell] = hole;
  const quality = typeof number === "number" ? qualities[number] : undefined;
  if (typeof since !== "number" || quality === undefined) return undefined;
  if (cell === undefined) return { at: base + since, quality, value: undefined };
  const integer = readCell(cell);
  const value = integer === undefined ? undefined : toValue(integer);
  return value === undefined ? undefined : { at: base + since, quality, value };
}

function isTime(at: number): boolean {
  return Number.isSafeInteger(at) && at >= 0 && at <= latest;
}

function isRecord(value: unknown): value is RawColumn {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
