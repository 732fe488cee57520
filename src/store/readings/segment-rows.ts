import { crc32c } from "../crc32c.ts";
import type { Database } from "../database.ts";
import { rowSum } from "../row-sum.ts";

/** Small rows of one commit each, and large ones made of many; those of `groups` all come after those of `segments`. */
export type SegmentTable = "groups" | "segments";

/** What stands beside the readings of one row: which positions it stands for and what is left of them. */
export interface Segment {
  readonly table: SegmentTable;
  /** Positions from `first` to `last` are its own, even if no reading of some is left. */
  readonly first: number;
  readonly last: number;
  /** Readings in it, and how many of them are of the class that is given up first. */
  readonly count: number;
  readonly low: number;
  /** UTC ms of the earliest and the latest; below 0 where that was not known. */
  readonly fromAt: number;
  readonly toAt: number;
  /** Length and CRC-32C of its pack. */
  readonly bytes: number;
  readonly dataSum: number;
  /** Whether what stands here is what was written. */
  readonly isSound: boolean;
}

export type NewSegment = Omit<Segment, "bytes" | "dataSum" | "isSound">;

export interface SegmentRows {
  /** From the one that holds that position on, in order, with those before it that cannot be trusted. */
  from(position: number, limit: number): readonly Segment[];
  /** The last one that begins before that position. */
  before(position: number): Segment | undefined;
  /** Those whose readings may lie between these times, or at one that was not known, after that position, in order. */
  between(fromAt: number, toAt: number, after: number, limit: number): readonly Segment[];
  /** Readings of those that lie between these times, and for each row as many as it costs to open it. */
  weight(fromAt: number, toAt: number): number;
  /** The oldest one after that position that holds readings of the lower class. */
  firstLow(after: number): Segment | undefined;
  newest(): Segment | undefined;
  /** Sums over all after that position; groups too. */
  totals(after: number): { readonly count: number; readonly bytes: number };
  groups(): readonly Segment[];
  groupTotals(): { readonly rows: number; readonly count: number; readonly bytes: number };
  /** Its pack; undefined when it is not what was written. */
  data(segment: Segment): Uint8Array | undefined;
  /** The bytes as they lie there, whatever they are. */
  rawData(segment: Segment): Uint8Array | undefined;
  put(segment: NewSegment, data: Uint8Array): void;
  /** Lets a row stand for the positions up to that one as well. */
  reach(segment: Segment, last: number): void;
  remove(segment: Segment): void;
  clearGroups(): void;
}

interface Row {
  readonly first: bigint;
  readonly last: bigint;
  readonly count: bigint;
  readonly low: bigint;
  readonly from_at: bigint;
  readonly to_at: bigint;
  readonly bytes: bigint;
  readonly data_sum: bigint;
  readonly sum: bigint;
}

/** What its sum is over. */
export const segmentColumns = ["first", "last", "count", "low", "from_at", "to_at", "bytes", "data_sum"] as const;
/** Opening a row takes about as long as so many readings in it. */
const rowWeight = 32;
const columns = [...segmentColumns, "sum"].join(", ");

/** The rows of `groups`, and of `segments` with their packs. Every change belongs into a transaction of the caller. */
export function segmentRows(database: Database): SegmentRows {
  const tables = { segments: tableRows(database, "segments"), groups: tableRows(database, "groups") };
  const both = (find: (rows: TableRows) => readonly Segment[], limit: number): readonly Segment[] => {
    const large = find(tables.segments);
    return large.length >= limit ? large.slice(0, limit) : [...large, ...find(tables.groups)].slice(0, limit);
  };
  return {
    from: (position, limit) => both((rows) => rows.from(position, limit), limit),
    before: (position) => tables.groups.before(position) ?? tables.segments.before(position),
    between: (fromAt, toAt, after, limit) => both((rows) => rows.between(after, toAt, fromAt, limit), limit),
    weight: (fromAt, toAt) => tables.segments.weight(toAt, fromAt) + tables.groups.weight(toAt, fromAt),
    firstLow: (after) => tables.segments.firstLow(after),
    newest: () => tables.groups.before(Number.MAX_SAFE_INTEGER) ?? tables.segments.before(Number.MAX_SAFE_INTEGER),
    totals(after) {
      const [large, small] = [tables.segments.totals(after), tables.groups.totals(after)];
      return { count: large.count + small.count, bytes: large.bytes + small.bytes };
    },
    groups: () => tables.groups.from(0, Number.MAX_SAFE_INTEGER - 1),
    groupTotals: () => tables.groups.totals(-1),
    data(segment) {
      if (!segment.isSound) return undefined;
      const data = tables[segment.table].data(segment.first);
      return data?.length === segment.bytes && crc32c(data) === segment.dataSum ? data : undefined;
    },
    rawData: (segment) => tables[segment.table].data(segment.first),
    put: (segment, data) => tables[segment.table].put(segment, data),
    reach: (segment, last) => tables[segment.table].reach(segment, last),
    remove: (segment) => tables[segment.table].remove(segment.first),
    clearGroups: () => tables.groups.clear(),
  };
}

type TableRows = ReturnType<typeof tableRows>;

function tableRows(database: Database, table: SegmentTable) {
  const query = (rest: string) => {
    const found = database.query<Row>(`SELECT ${columns} FROM ${table} ${rest}`, { bigints: true });
    return (...cells: readonly number[]) => found.all(...cells).map((row) => segmentOf(table, row));
  };
  const from = query(`WHERE first >= coalesce((SELECT max(first) FROM ${table} WHERE first <= ?), 0)
    ORDER BY first LIMIT ?`);
  const before = query("WHERE first < ? ORDER BY first DESC LIMIT 1");
  const between = query(
    "WHERE first > ? AND (from_at < 0 OR (from_at <= ? AND to_at >= ?)) AND count > 0 ORDER BY first LIMIT ?",
  );
  const weight = database.query<{ readonly weight: number }>(
    `SELECT coalesce(sum(count + ${rowWeight}), 0) AS weight FROM ${table} WHERE from_at BETWEEN 0 AND ? AND to_at >= ?`,
  );
  const firstLow = query("WHERE first > ? AND low > 0 ORDER BY first LIMIT 1");
  const totals = database.query<{ readonly rows: number; readonly count: number; readonly bytes: number }>(
    `SELECT count(*) AS rows, coalesce(sum(count), 0) AS count, coalesce(sum(bytes), 0) AS bytes FROM ${table} WHERE first > ?`,
  );
  const data = database.query<{ readonly data: Uint8Array }>(
    `SELECT data FROM ${table === "groups" ? "groups" : "packs"} WHERE first = ?`,
  );
  const blob = table === "groups" ? ", data" : "";
  const put = database.change(
    `INSERT OR REPLACE INTO ${table} (${columns}${blob}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?${blob && ", ?"})`,
  );
  const reach = database.change(`UPDATE ${table} SET last = ?, sum = ? WHERE first = ?`);
  const remove = database.change(`DELETE FROM ${table} WHERE first = ?`);
  const putPack = database.change("INSERT OR REPLACE INTO packs (first, data) VALUES (?, ?)");
  const removePack = database.change("DELETE FROM packs WHERE first = ?");
  const clear = database.change(`DELETE FROM ${table}`);
  return {
    from: (position: number, limit: number) =>
      from(position, limit + 1).filter(({ isSound, last }) => !isSound || last >= position),
    before: (position: number) => before(position)[0],
    between,
    weight: (toAt: number, fromAt: number) => weight.first(toAt, fromAt)?.weight ?? 0,
    firstLow: (after: number) => firstLow(after)[0],
    totals: (after: number) => totals.first(after) ?? { rows: 0, count: 0, bytes: 0 },
    data: (first: number) => data.first(first)?.data,
    put(segment: NewSegment, bytes: Uint8Array) {
      const cells = cellsOf({ ...segment, bytes: bytes.length, dataSum: crc32c(bytes) });
      if (table === "groups") put(...cells, rowSum(table, cells), bytes);
      else {
        put(...cells, rowSum(table, cells));
        putPack(segment.first, bytes);
      }
    },
    reach: (segment: Segment, last: number) => reach(last, rowSum(table, cellsOf({ ...segment, last })), segment.first),
    remove(first: number) {
      remove(first);
      if (table === "segments") removePack(first);
    },
    clear,
  };
}

function segmentOf(table: SegmentTable, row: Row): Segment {
  const numbers = {
    first: Number(row.first),
    last: Number(row.last),
    count: Number(row.count),
    low: Number(row.low),
    fromAt: Number(row.from_at),
    toAt: Number(row.to_at),
    bytes: Number(row.bytes),
    dataSum: Number(row.data_sum),
  };
  return { table, ...numbers, isSound: Number(row.sum) === rowSum(table, cellsOf(numbers)) };
}

function cellsOf(segment: Omit<Segment, "table" | "isSound">): readonly number[] {
  const { first, last, count, low, fromAt, toAt, bytes, dataSum } = segment;
  return [first, last, count, low, fromAt, toAt, bytes, dataSum];
}
