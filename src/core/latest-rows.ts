import type { LatestRow } from "../../schemas/telemetry.ts";
import { readCell, toCell } from "./cell.ts";
import { roundTo } from "./decimal.ts";
import type { DecodedReading } from "./decode-columns.ts";
import { isId } from "./ids.ts";
import { qualities } from "./quality.ts";
import type { NewLogEntry } from "./store-ports.ts";
import { isDecimal, type Value } from "./value.ts";

const mostRows = 10_000;
const largestScale = 64;

/** Newest readings as the `latest` of a `dev.roomwire.telemetry` event: one row for each property, few bytes each. */
export function encodeLatest(entries: readonly NewLogEntry[], at: number): { at: number; rows: LatestRow[] } {
  return { at, rows: entries.map((entry) => encodeRow(entry, at)) };
}

/** The `latest` of a `dev.roomwire.telemetry` content. Takes any input, never throws; rows that cannot be read are left out. */
export function decodeLatest(content: unknown): readonly DecodedReading[] {
  const latest = isRecord(content) ? content.latest : undefined;
  if (!isRecord(latest) || typeof latest.at !== "number" || !Array.isArray(latest.rows)) return [];
  const { at, rows } = latest;
  return rows.slice(0, mostRows).flatMap((row) => (Array.isArray(row) ? (decodeRow(row, at) ?? []) : []));
}

function encodeRow({ path, at, quality, value, scale }: NewLogEntry, latestAt: number): LatestRow {
  const head = [path, at - latestAt, qualities.indexOf(quality)] as const;
  if (value === undefined) return [...head];
  if (!isDecimal(value)) return [...head, value];
  return [...head, toCell(roundTo(value, scale).coefficient), scale];
}

function decodeRow(row: readonly unknown[], latestAt: number): DecodedReading | undefined {
  const [path, since, number, cell, scale] = row;
  if (typeof path !== "string" || typeof since !== "number" || typeof number !== "number") return undefined;
  const [thing = "", name = "", ...rest] = path.split("/");
  const quality = qualities[number];
  const at = latestAt + since;
  if (!isId(thing) || !isId(name) || rest.length > 0 || quality === undefined || !Number.isSafeInteger(at))
    return undefined;
  const value = readValue(cell, scale);
  if (cell !== undefined && value === undefined) return undefined;
  return { thing, name, at, quality, value, unit: undefined };
}

function readValue(cell: unknown, scale: unknown): Value | undefined {
  if (scale === undefined) return typeof cell === "boolean" || typeof cell === "string" ? cell : undefined;
  const coefficient = readCell(cell);
  if (coefficient === undefined || typeof scale !== "number" || !Number.isInteger(scale)) return undefined;
  return scale < 0 || scale > largestScale ? undefined : { coefficient, scale };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
