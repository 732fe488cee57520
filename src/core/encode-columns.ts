import type { Column } from "../../schemas/telemetry.ts";
import { type Cell, toCell, toInteger } from "./cell.ts";
import { type ColumnHead, headAfter, sayHead } from "./column-heads.ts";
import { splitPath } from "./ids.ts";
import { qualities } from "./quality.ts";
import { type SeriesRun, seriesRuns } from "./series-runs.ts";
import type { LogEntry } from "./store-ports.ts";

type Hole = [number, number] | [number, number, Cell];

/**
 * Readings as the columns of a `dev.roomwire.telemetry` event, one per property, unit and scale; another one begins wherever
 * the time of a series goes back, so that the order of recording is kept. A column says of its head only what differs from
 * those before it. A reading that is not ok becomes a hole, with its value if it has one, so that a reader who looks at
 * values alone takes none that cannot be trusted.
 */
export function encodeColumns(entries: readonly Omit<LogEntry, "position">[]): Column[] {
  const known: KnownTimes = new Map();
  let before: Partial<ColumnHead> = {};
  return seriesRuns(entries).map((run, place) => {
    const { head, name, rest } = encodeRun(run, place, known, before.base_at);
    const said = sayHead(head, before);
    before = headAfter(head, before);
    return { ...said, name, ...rest };
  });
}

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
  const [first, ...others] = moments;
  if (first === undefined) return { base_at: baseBefore, times: [] };
  const steps = others.map((at, index) => at - (moments[index] ?? at));
  const own = { base_at: baseBefore, times: [first - baseBefore, ...steps] };
  if (steps.length === 0) return own;
  const key = steps.join();
  const owner = known.get(key);
  if (owner !== undefined) return { base_at: first - owner.first, times: owner.place };
  known.set(key, { place, first: first - baseBefore });
  return own;
}
