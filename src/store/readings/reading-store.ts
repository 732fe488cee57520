import type { BootTimes } from "../../core/boot-times.ts";
import type { Clock } from "../../core/clock.ts";
import type { LogUsage } from "../../core/reading-loss.ts";
import type { NewLogEntry, ReadingLog } from "../../core/store-ports.ts";
import type { Beside } from "../beside.ts";
import { openDatabase } from "../open-database.ts";
import { readingSchema } from "../reading-schema.ts";
import { addReadings } from "./add-readings.ts";
import { countReadingsAfter } from "./count-readings.ts";
import { gatherSeries } from "./gather-series.ts";
import { type Keep, keepQuota } from "./keep-quota.ts";
import { type LeftLater, leftLater } from "./left-later.ts";
import { logFileBytes } from "./log-files.ts";
import { lossLog } from "./loss-log.ts";
import { mendStore } from "./mend-store.ts";
import { isMergeDue, mergeGroups } from "./merge-groups.ts";
import { noteDelivered, writeDelivered } from "./note-delivered.ts";
import { readAfter } from "./read-after.ts";
import { readHistory } from "./read-history.ts";
import { readingMark } from "./reading-mark.ts";
import { changeReadings, coveredThrough, type ReadingParts, readingParts } from "./reading-parts.ts";
import { refuseSealed } from "./refuse-sealed.ts";
import { salvageReadings } from "./salvage-readings.ts";
import { unseal } from "./unseal.ts";

export interface ReadingStoreOptions {
  readonly keep: Keep;
  readonly clock: Clock;
  /** Told of damage that was found, in one sentence, and how many readings it cost. */
  readonly onDamage: (detail: string, lost: number) => void;
}

/** What an open readings.db can do: the reading log but for what waits in memory. */
export interface ReadingStore
  extends Omit<ReadingLog, "append" | "withhold" | "commit" | "usage">,
    BootTimes,
    Disposable {
  add(entries: readonly NewLogEntry[], beside: Beside<NewLogEntry>): void;
  /** Merges small rows and keeps the quota, where that is due; returns how many readings were given up for it. */
  tidy(): number;
  usage(): Omit<LogUsage, "inMemory">;
}

/** What was withheld when the last run ended is recorded now. */
function recordWithheld(parts: ReadingParts): void {
  const { entries, damaged } = parts.withheld.all();
  if (entries.length + damaged === 0) return;
  const gone = { path: undefined, reason: "corrupt", count: damaged, fromAt: undefined, toAt: undefined } as const;
  const lost = damaged > 0 ? [gone] : [];
  parts.database.inTransaction(() => {
    addReadings(parts, entries, { withheld: new Map(), notes: new Map(), lost });
    parts.withheld.clear();
  });
  if (damaged > 0) parts.onDamage("Readings that were held back are not what was written", damaged);
}

/** The next event shall hold nothing but what was gathered. */
const mostInEvent = 5000;

/** Small pages: a commit of a few readings writes one or two of them. */
const pageBytes = 1024;

/**
 * Opens readings.db and mends what can be mended; `damaged` is a file to take over from what is whole. Throws as `openDatabase`
 * does.
 */
export function openReadingStore(directory: string, options: ReadingStoreOptions, damaged?: string): ReadingStore {
  using opened = new DisposableStack();
  const database = opened.use(openDatabase(directory, "readings.db", readingSchema, { pageBytes, summed: ["packs"] }));
  const mark = opened.use(readingMark(directory));
  if (damaged !== undefined) salvageReadings(damaged, database);
  const parts = readingParts(database, { ...options, mark });
  mendStore(parts, mark.read());
  recordWithheld(parts);
  const makeRoom = (): number => keepQuota(parts, options.keep, logFileBytes(directory).damaged);
  makeRoom();
  const { hasLeft } = parts.sealed;
  const later = opened.use(leftLater({ clock: options.clock, hasLeft, write: () => writeDelivered(parts) }));
  const owned = opened.move();
  return {
    ...sendingOf(parts, later),
    ...lossLog(parts),
    add: (entries, beside) => addReadings(parts, entries, beside),
    remembered: (source) => parts.notes.read(source),
    tidy() {
      if (!isMergeDue(parts.counts.groups)) return 0;
      mergeGroups(parts);
      return makeRoom();
    },
    history: (path, fromAt, toAt) => readHistory(parts, path, fromAt, toAt),
    weight: (fromAt, toAt) => parts.segments.weight(fromAt, toAt),
    usage: () => ({
      bytes: logFileBytes(directory).all,
      quota: options.keep.size,
      waitingBytes: parts.segments.totals(coveredThrough(parts)).bytes,
      oldestAt: oldestKept(parts),
      dropped: parts.losses.totals(),
    }),
    [Symbol.dispose]: () => owned.dispose(),
  };
}

function oldestKept({ segments, cursor, boots }: ReadingParts): number | undefined {
  const [oldest] = segments.from(cursor.get().gone_through + 1, 1);
  return oldest && boots.told(oldest.fromAt).at;
}

type Sending = Pick<
  ReadingStore,
  | "unsealed"
  | "gather"
  | "backlog"
  | "keepSealed"
  | "sealed"
  | "lastSealed"
  | "delivered"
  | "rejected"
  | "unseal"
  | keyof BootTimes
>;

function sendingOf(parts: ReadingParts, later: LeftLater): Sending {
  const { counts, cursor, sealed, boots } = parts;
  let oldest: { readonly after: number; readonly at: number | undefined } | undefined;
  const oldestAt = (): number | undefined => {
    const after = Math.max(cursor.get().delivered_through, cursor.get().gone_through);
    if (oldest?.after !== after || oldest.at === undefined) oldest = { after, at: readAfter(parts, after, 1)[0]?.at };
    return oldest.at;
  };
  let gatheredThrough = 0;
  return {
    gather() {
      if (coveredThrough(parts) + mostInEvent >= gatheredThrough) gatheredThrough = gatherSeries(parts);
    },
    unsealed: (limit) => readAfter(parts, coveredThrough(parts), limit),
    backlog: () => ({
      readings: counts.waiting,
      oldestAt: counts.waiting === 0 ? undefined : oldestAt(),
      deliveredThrough: cursor.get().delivered_through,
    }),
    keepSealed(event, range) {
      const covered = counts.waiting - countReadingsAfter(parts, range.through);
      changeReadings(parts, () => [
        sealed.keep({ event, range, covered }),
        cursor.set({ epoch: range.epoch, seq: range.seq }),
      ]);
    },
    sealed() {
      const kept = sealed.sealed();
      return kept && { event: kept.event, range: kept.range };
    },
    lastSealed() {
      const { epoch, seq } = cursor.get();
      return epoch === null || seq === null ? undefined : { epoch, seq };
    },
    delivered(txn, eventId) {
      noteDelivered(parts, txn, eventId);
      later.soon();
    },
    rejected: (txn) => refuseSealed(parts, txn),
    unseal: (txn) => unseal(parts, txn),
    beginBoot(boot, guess) {
      oldest = undefined;
      return boots.beginBoot(boot, guess);
    },
    knowBoot(boot, startedAt) {
      oldest = undefined;
      boots.knowBoot(boot, startedAt);
    },
  };
}
