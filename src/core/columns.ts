import type { Column } from "../../schemas/telemetry.ts";
import { type Cell, type CellReader, cellReader, readCell, toCell, toInteger } from "./cell.ts";
import { type ColumnHead, headAfter, readHead, sayHead } from "./column-heads.ts";
import { isId, splitPath } from "./ids.ts";
import { type Quality, qualities } from "./quality.ts";
import { type SeriesRun, seriesRuns } from "./series-runs.ts";
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
 * Readings as the columns of a `dev.roomwire.telemetry` event, one per property, unit and scale; another one begins wherever
 * the time of a series goes back, so that the order of recording is kept. A column says of its head only what differs from
 * those before it. A reading that is not ok becomes a hole, with its value if it has one, so that a reader who looks at
 * values alone takes none that cannot be trusted.
 */
export function encodeColumns(entries: readonly Entry[]): Column[] {
  const known: KnownTimes = new Map();
  let before: Partial<ColumnHead> = {};
  return seriesRuns(entries).map((run, place) => {
    const { head, name, rest } = encodeRun(run, place, known, before.base_at);
    const said = sayHead(head, before);
    before = headAfter(head, before);
    return { ...said, name, ...rest };
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
  let before: Partial<ColumnHead> = {};
  for (const [place, column] of columns.entries()) {
    const head = isRecord(column) ? readHead(column, before) : undefined;
    const times = isRecord(column) ? timesOf(column.times, lists) : undefined;
    const decoded = head && times && isRecord(column) ? decodeColumn(column, head, times) : undefined;
    if (head === undefined || decoded === undefined) return { ok: false, problem: `Column ${place} cannot be read.` };
    if (readings.length + decoded.length > mostReadings) return { ok: false, problem: "The event holds too much." };
    for (const reading of decoded) readings.push(reading);
    lists.push(Array.isArray(column.times) ? times : undefined);
    before = head;
  }
  return { ok: true, readings };
}

// ---- encode ----------------------------------------------------------------------------------------------------

/** By what follows the first of a list: where the list stands, and its first. */
type KnownTimes = Map<string, { readonly place: number; readonly first: number }>;

interface EncodedRun {
  readonly head: ColumnHead;
  readonly name: string;
  readonly rest: Pick<Column, "times" | "holes"> & ({ values: Cell[] } | { words: string[]; indexes: number[] });
}

function encodeRun(run: SeriesRun, place: number, known: KnownTimes, baseBefore: number | undefined): EncodedRun {
  const [{ path, type, unit, scale, at: begin }] = run;
  const { thing, name } = splitPath(path);
  const words = new Map<string, number>();
  const integers: bigint[] = [];
  const moments: number[] = [];
  const holes: Hole[] = [];
  for (const { at, quality, value } of run) {
    const integer = value === undefined ? undefined : toInteger(value, scale, words);
    if (quality === "ok" && integer !== undefined) {
      integers.push(integer);
      moments.push(at);
    } else {
      const since = [at, qualities.indexOf(quality)] as const;
      holes.push(integer === undefined ? [...since] : [...since, toCell(integer)]);
    }
  }
  const { base_at, times } = relativeTimes(moments, begin, place, known, baseBefore);
  for (const hole of holes) hole[0] -= base_at;
  const tail = { times, ...(holes.length > 0 && { holes }) };
  switch (type) {
    case "boolean":
      return { head: { thing, base_at, kind: "boolean" }, name, rest: { ...tail, values: integers.map(Number) } };
    case "string":
      return {
        head: { thing, base_at, kind: "text" },
        name,
        rest: { words: [...words.keys()], ...tail, indexes: integers.map(Number) },
      };
    case "integer":
    case "number": {
      const values = integers.map((integer, index) => toCell(integer - (integers[index - 1] ?? 0n)));
      return { head: { thing, base_at, kind: "number", unit, scale }, name, rest: { ...tail, values } };
    }
  }
}

/** Moments as a list: one that stands there already, else one of their own, from the base of the column before where there is one. */
function relativeTimes(
  moments: readonly number[],
  begin: number,
  place: number,
  known: KnownTimes,
  baseBefore = begin,
): { readonly base_at: number; readonly times: number[] | number } {
  const [first = begin, ...others] = moments;
  const steps = others.map((at, index) => at - (moments[index] ?? at));
  const owner = steps.length > 0 ? known.get(steps.join()) : undefined;
  if (owner !== undefined) return { base_at: first - owner.first, times: owner.place };
  if (moments.length === 0) return { base_at: baseBefore, times: [] };
  known.set(steps.join(), { place, first: first - baseBefore });
  return { base_at: baseBefore, times: [first - baseBefore, ...steps] };
}

// ---- decode ----------------------------------------------------------------------------------------------------

function timesOf(times: unknown, lists: readonly (Times | undefined)[]): Times | undefined {
  if (typeof times === "number") return lists[times];
  return Array.isArray(times) && times.every((time) => Number.isSafeInteger(time)) ? times : undefined;
}

type RawColumn = Readonly<Record<string, unknown>>;
type Moment = Pick<DecodedReading, "at" | "quality" | "value">;

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
