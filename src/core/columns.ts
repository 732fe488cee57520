import type { Column } from "../../schemas/telemetry.ts";
import { type Decimal, roundTo } from "./decimal.ts";
import { isId, splitPath } from "./ids.ts";
import { type Quality, qualities } from "./quality.ts";
import type { LogEntry } from "./store-ports.ts";
import { isDecimal, type Value } from "./value.ts";

type Entry = Omit<LogEntry, "position">;
type Times = readonly number[];
/** A value as a column holds it: scaled integer (a string of digits where it is no safe one), 0 or 1, index of a word. */
type Cell = number | string;
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
const largestScale = 64;
const digitsShape = /^-?\d{1,128}$/;

/**
 * Readings as the columns of a `dev.roomwire.telemetry` event, one per property, unit and scale, in the order of their
 * first reading. A reading that is not ok becomes a hole, with its value if it has one, so that a reader who looks at
 * values alone takes none that cannot be trusted.
 */
export function encodeColumns(entries: readonly Entry[]): Column[] {
  const series = Map.groupBy(entries, ({ path, type, unit, scale }) => JSON.stringify([path, type, unit, scale]));
  const known = new Map<string, number>();
  return [...series.values()].flatMap((rows, place) => {
    const [first] = rows;
    return first === undefined ? [] : [encodeColumn(first, rows, place, known)];
  });
}

/**
 * The readings of a `dev.roomwire.telemetry` content, column by column, each in the order of time. Takes any input,
 * never throws, and makes no more than 40,000 readings.
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

function encodeColumn(first: Entry, rows: readonly Entry[], place: number, known: Map<string, number>): Column {
  const { thing, name } = splitPath(first.path);
  const words = new Map<string, number>();
  const cells: bigint[] = [];
  const times: number[] = [];
  const holes: Hole[] = [];
  let previous = first.at;
  for (const { at, quality, value } of rows) {
    const cell = value === undefined ? undefined : toCell(value, first.scale, words);
    if (quality === "ok" && cell !== undefined) {
      cells.push(cell);
      times.push(at - previous);
      previous = at;
    } else {
      const hole: [number, number] = [at - first.at, qualities.indexOf(quality)];
      holes.push(cell === undefined ? hole : [...hole, compact(cell)]);
    }
  }
  const head = { thing, name, base_at: first.at };
  const tail = { times: shareTimes(times, place, known), ...(holes.length > 0 ? { holes } : {}) };
  switch (first.type) {
    case "boolean":
      return { ...head, kind: "boolean", ...tail, values: cells.map((cell) => (cell === 1n ? 1 : 0)) };
    case "string":
      return { ...head, kind: "text", words: [...words.keys()], ...tail, indexes: cells.map(Number) };
    case "integer":
    case "number": {
      const unit = first.unit === undefined ? {} : { unit: first.unit };
      const values = cells.map((cell, index) => compact(cell - (cells[index - 1] ?? 0n)));
      return { ...head, kind: "number", ...unit, scale: first.scale, ...tail, values };
    }
  }
}

function toCell(value: Value, scale: number, words: Map<string, number>): bigint {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (isDecimal(value)) return roundTo(value, scale).coefficient;
  const index = words.get(value) ?? words.size;
  words.set(value, index);
  return BigInt(index);
}

function compact(cell: bigint): Cell {
  const integer = Number(cell);
  return Number.isSafeInteger(integer) ? integer : cell.toString();
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

function decodeColumn(column: Readonly<Record<string, unknown>>, times: Times): DecodedReading[] | undefined {
  const { thing, name, base_at: base, unit, holes = [] } = column;
  const toValue = cellReader(column);
  const cells = column.kind === "text" ? column.indexes : column.values;
  if (typeof thing !== "string" || typeof name !== "string" || !isId(thing) || !isId(name)) return undefined;
  if (toValue === undefined || !Array.isArray(cells) || !Array.isArray(holes)) return undefined;
  if (typeof base !== "number" || cells.length !== times.length || cells.length + holes.length > mostReadings)
    return undefined;
  const head = { thing, name, unit: typeof unit === "string" && unit.length <= 64 ? unit : undefined };
  const readings: DecodedReading[] = [];
  let at = base;
  let sum = 0n;
  for (const [index, cell] of cells.entries()) {
    at += times[index] ?? 0;
    const integer = toInteger(cell);
    sum = integer === undefined ? sum : column.kind === "number" ? sum + integer : integer;
    const value = integer === undefined ? undefined : toValue(sum);
    if (value === undefined || !isTime(at)) return undefined;
    readings.push({ ...head, at, quality: "ok", value });
  }
  for (const hole of holes) {
    if (!Array.isArray(hole)) return undefined;
    const [since, number, cell] = hole as readonly unknown[];
    const quality = typeof number === "number" ? qualities[number] : undefined;
    const integer = cell === undefined ? undefined : toInteger(cell);
    const value = integer === undefined ? undefined : toValue(integer);
    if (typeof since !== "number" || !isTime(base + since) || quality === undefined) return undefined;
    if (cell !== undefined && value === undefined) return undefined;
    readings.push({ ...head, at: base + since, quality, value });
  }
  return readings.sort((a, b) => a.at - b.at);
}

/** How a cell of the column reads; undefined when the column's own facts are wrong. */
function cellReader(column: Readonly<Record<string, unknown>>): ((cell: bigint) => Value | undefined) | undefined {
  const { kind, scale, words } = column;
  if (kind === "boolean") return (cell) => (cell === 0n || cell === 1n ? cell === 1n : undefined);
  if (kind === "text" && Array.isArray(words) && words.every((word) => typeof word === "string")) {
    return (cell) => (cell >= 0n && cell < BigInt(words.length) ? words[Number(cell)] : undefined);
  }
  if (kind !== "number" || typeof scale !== "number" || !Number.isInteger(scale)) return undefined;
  if (scale < 0 || scale > largestScale) return undefined;
  return (coefficient): Decimal => ({ coefficient, scale });
}

function toInteger(cell: unknown): bigint | undefined {
  if (typeof cell === "number") return Number.isSafeInteger(cell) ? BigInt(cell) : undefined;
  return typeof cell === "string" && digitsShape.test(cell) ? BigInt(cell) : undefined;
}

function isTime(at: number): boolean {
  return Number.isSafeInteger(at) && at >= 0 && at <= latest;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
