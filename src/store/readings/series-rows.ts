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
  const series = new Map(rows.map((row): [number, Series] => [row.id, seriesOf(row)]));
  const ids = new Map([...series].map(([id, of]) => [seriesKey(of), id]));
  let last = newest.first()?.id ?? 0;
  return {
    damaged,
    get: (id) => series.get(id),
    idsOf: (path) => new Set([...series].flatMap(([id, of]) => (of.path === path ? [id] : []))),
    draft() {
      const made = new Map<number, Series>();
      const madeIds = new Map<string, number>();
      return {
        get: (id) => series.get(id) ?? made.get(id),
        idOf({ path, type, unit, scale }) {
          const of = { path, type, unit, scale };
          const key = seriesKey(of);
          const known = ids.get(key) ?? madeIds.get(key);
          if (known !== undefined) return known;
          const id = last + made.size + 1;
          table.put({ id, path, type, unit: unit ?? null, scale });
          made.set(id, of);
          madeIds.set(key, id);
          return id;
        },
        settle() {
          last += made.size;
          for (const [id, of] of made) series.set(id, of);
          for (const [key, id] of madeIds) ids.set(key, id);
        },
      };
    },
  };
}

/** A sound row holds what `put` was given. */
function seriesOf({ path, type, unit, scale }: SeriesRow): Series {
  return { path: path as AffordancePath, type: type as ValueType, unit: unit ?? undefined, scale };
}

function seriesKey({ path, type, unit, scale }: Series): string {
  return JSON.stringify([path, type, unit, scale]);
}
