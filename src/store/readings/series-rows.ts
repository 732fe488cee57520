import type { AffordancePath } from "../../core/ids.ts";
import type { ValueType } from "../../core/property.ts";
import type { NewLogEntry } from "../../core/store-ports.ts";
import type { Database } from "../database.ts";
import { summedTable } from "../summed-table.ts";
import type { Settle } from "./settle.ts";

/** What all readings of one row of values have in common. */
export type Series = Pick<NewLogEntry, "path" | "type" | "unit" | "scale">;

export type SeriesRow = {
  readonly id: number;
  readonly path: string;
  readonly type: string;
  readonly unit: string | null;
  readonly scale: number;
};

export const seriesColumns = ["id", "path", "type", "unit", "scale"] as const;

export interface KnownSeries {
  /** undefined when its row was damaged. */
  get(id: number): Series | undefined;
}

/** The series as they are in a transaction that may add some. */
export interface SeriesDraft extends KnownSeries {
  idOf(series: Series): number;
  /** The new ones are known from then on. */
  readonly settle: Settle;
}

export interface SeriesRows extends KnownSeries {
  idsOf(path: AffordancePath): ReadonlySet<number>;
  draft(): SeriesDraft;
  /** Rows that were not what was written, when the file was opened. */
  readonly damaged: number;
}

export function seriesRows(database: Database): SeriesRows {
  const table = summedTable<SeriesRow>(database, "series", seriesColumns);
  const newest = database.query<{ readonly id: number | null }>("SELECT max(id) AS id FROM series");
  const { rows, damaged } = table.select("ORDER BY id")();
  const known = seriesIndex();
  for (const row of rows) known.add(row.id, seriesOf(row));
  let last = newest.first()?.id ?? 0;
  return {
    damaged,
    get: known.get,
    idsOf: (path) => new Set(known.of(path).map(({ id }) => id)),
    draft() {
      const made = seriesIndex();
      let next = last;
      return {
        get: (id) => known.get(id) ?? made.get(id),
        idOf(entry) {
          const id = known.idOf(entry) ?? made.idOf(entry);
          if (id !== undefined) return id;
          const { path, type, unit, scale } = entry;
          next += 1;
          table.put({ id: next, path, type, unit: unit ?? null, scale });
          made.add(next, { path, type, unit, scale });
          return next;
        },
        settle() {
          last = next;
          for (const { id, of } of made.all()) known.add(id, of);
        },
      };
    },
  };
}

interface Numbered {
  readonly id: number;
  readonly of: Series;
}

/** Looked up for every reading: by path first, since nearly every property has one series. */
function seriesIndex() {
  // Ids count up from 1.
  const byId: (Series | undefined)[] = [];
  const byPath = new Map<AffordancePath, Numbered[]>();
  const of = (path: AffordancePath): readonly Numbered[] => byPath.get(path) ?? none;
  return {
    get: (id: number) => byId[id],
    of,
    idOf: (entry: Series) => of(entry.path).findLast((one) => isSame(one.of, entry))?.id,
    all: (): Iterable<Numbered> => [...byPath.values()].flat(),
    add(id: number, series: Series): void {
      byId[id] = series;
      const alike = byPath.get(series.path);
      if (alike === undefined) byPath.set(series.path, [{ id, of: series }]);
      else alike.push({ id, of: series });
    },
  };
}

const none: readonly Numbered[] = [];

function isSame(one: Series, other: Series): boolean {
  return one.type === other.type && one.unit === other.unit && one.scale === other.scale;
}

/** A sound row holds what `put` was given. */
function seriesOf({ path, type, unit, scale }: SeriesRow): Series {
  return { path: path as AffordancePath, type: type as ValueType, unit: unit ?? undefined, scale };
}
