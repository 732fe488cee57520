import type { Column } from "../../schemas/telemetry.ts";
import { type Cell, type CellReader, cellReader, readCell, toCell, toInteger } from "./cell.ts";
import { isId, splitPath } from "./ids.ts";
import { type Quality, qualities } from "./quality.ts";
import type { LogEntry } from "./store-ports.ts";
import type { Value } from "./value.ts";

type Entry = Omit<LogEntry, "position">;
type Times = readonly number[];
type Hole = [number, number] | [number, number, Cell];

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
 * Readings as the columns of a `dev.roomwire.telemetry` event, one per property, unit and scale, in the order of their
 * first reading; another one begins wherever the time of a series goes back, so that the order of recording is kept. A
 * reading that is not ok becomes a hole, with its value if it has one, so that a reader who looks at values alone takes
 * none that cannot be trusted.
 */
export function encodeColumns(entries: readonly Entry[]): Column[] {
  const known = new Map<string, number>();
  const runs = bySeries(entries).flatMap(splitWhereTimeGoesBack);
  return runs.flatMap((rows, place) => {
    const [first] = rows;
    return first === undefined ? [] : [encodeColumn(first, rows, place, known)];
  });
}

/**
 * The readings of a `dev.roomwire.telemetry` content, column by column, each in the order of time, which is that of
 * recording. Takes any input, never throws, and makes no more than 40,000 readings.
 */
export function decodeColumns(content: unknown): DecodedColumns {
  const columns = isRecord(content) ? content.columns : undefined;
  if (!Array.isArray(columns)) return { ok: false, problem: "The event has no list of columns." };
  const lists: (Times | undefined)[] = [];
  const readings: DecodedReading[] = [];
  for (const [place, column] of columns.entries()) {
    const times = isRecord(column) ? timesOf(column.times, lists) : undefined;
    const decoded = isRecord(column) && times !== undefined ? decodeColumn(column, times) : undefined;
    if (decoded === undefined) return { ok: false, problem: `Column ${place} cannot be read.` };
    if (readings.length + decoded.length > mostReadings) return { ok: false, problem: "The event holds too much." };
    for (const reading of decoded) readings.push(reading);
    lists.push(Array.isArray(column.times) ? times : undefined);
  }
  return { ok: true, readings };
}

// ---- encode ----------------------------------------------------------------------------------------------------

function splitWhereTimeGoesBack(rows: readonly Entry[]): readonly (readonly Entry[])[] {
  const begins = [0];
  let before = rows[0]?.at ?? 0;
  for (const [place, { at }] of rows.entries()) {
    if (at < before) begins.push(place);
    before = at;
  }
  return begins.length === 1 ? [rows] : begins.map((begin, run) => rows.slice(begin, begins[run + 1]));
}

/** In the order of their first entries. Nearly every property has one series. */
function bySeries(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const all: Entry[][] = [];
  const byPath = new Map<string, Entry[][]>();
  for (const entry of entries) {
    const alike = byPath.get(entry.path) ?? [];
    const rows = alike.find(([first]) => first !== undefined && isOfOneSeries(first, entry));
    if (rows !== undefined) rows.push(entry);
    else {
      const begun = [entry];
      all.push(begun);
      byPath.set(entry.path, [...alike, begun]);
    }
  }
  return all;
}

function isOfOneSeries(one: Entry, other: Entry): boolean {
  return one.path === other.path && one.type === other.type && one.unit === other.unit && one.scale === other.scale;
}

function encodeColumn(first: Entry, rows: readonly Entry[], place: number, known: Map<string, number>): Column {
  const { thing, name } = splitPath(first.path);
  const words = new Map<string, number>();
  const integers: bigint[] = [];
  const times: number[] = [];
  const holes: Hole[] = [];
  let previous = first.at;
  for (const { at, quality, value } of rows) {
    const integer = value === undefined ? undefined : toInteger(value, first.scale, words);
    if (quality === "ok" && integer !== undefined) {
      integers.push(integer);
      times.push(at - previous);
      previous = at;
    } else {
      const hole: [number, number] = [at - first.at, qualities.indexOf(quality)];
      holes.push(integer === undefined ? hole : [...hole, toCell(integer)]);
    }
  }
  const head = { thing, name, base_at: first.at };
  const tail = { times: shareTimes(times, place, known), ...(holes.length > 0 ? { holes } : {}) };
  switch (first.type) {
    case "boolean":
      return { ...head, kind: "boolean", ...tail, values: integers.map((integer) => (integer === 1n ? 1 : 0)) };
    case "string":
      return { ...head, kind: "text", words: [...words.keys()], ...tail, indexes: integers.map(Number) };
    case "integer":
    case "number": {
      const unit = first.unit === undefined ? {} : { unit: first.unit };
      const values = integers.map((integer, index) => toCell(integer - (integers[index - 1] ?? 0n)));
      return { ...head, kind: "number", ...unit, scale: first.scale, ...tail, values };
    }
  }
}

function shareTimes(times: number[], place: number, known: Map<string, number>): number[] | number {
  const key = times.join();
  const owner = known.get(key);
  if (owner !== undefined && times.length > 1) return owner;
  known.set(key, place);
  return times;
}

// ---- decode ----------------------------------------------------------------------------------------------------

function timesOf(times: unknown, lists: readonly (Times | undefined)[]): Times | undefined {
  if (typeof times === "number") return lists[times];
  return Array.isArray(times) && times.every((time) => Number.isSafeInteger(time)) ? times : undefined;
}

type RawColumn = Readonly<Record<string, unknown>>;
type Moment = Pick<DecodedReading, "at" | "quality" | "value">;

function decodeColumn(column: RawColumn, times: Times): DecodedReading[] | undefined {
  const { thing, name, base_at: base, unit, holes = [] } = column;
  if (typeof thing !== "string" || typeof name !== "string" || !isId(thing) || !isId(name)) return undefined;
  const toValue = cellReader(column);
  if (toValue === undefined || typeof base !== "number") return undefined;
  const cells = column.kind === "text" ? column.indexes : column.values;
  if (!Array.isArray(cells) || cells.length !== times.length || cells.length > mostReadings) return undefined;
  if (!Array.isArray(holes) || holes.length > mostReadings) return undefined;

  const moments: Moment[] = [];
  let at = base;
  let previous = 0n;
  for (const [index, cell] of cells.entries()) {
    at += times[index] ?? Number.NaN;
    const integer = readCell(cell);
    if (integer === undefined) return undefined;
    previous = column.kind === "number" ? previous + integer : integer;
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
  const head = { thing, name, unit: typeof unit === "string" && unit.length <= 64 ? unit : undefined };
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
