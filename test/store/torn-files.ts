import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SeededRandom } from "../fakes/seeded-random.ts";

/** The reading log's files at one moment, as everybody on this machine would read them. */
export interface Files {
  readonly database: Buffer;
  readonly log: Buffer;
  readonly mark: Buffer;
}

const names = { database: "readings.db", log: "readings.db-wal", mark: "readings.mark" } as const;

export function filesOf(directory: string): Files {
  const read = (name: string): Buffer => {
    const file = join(directory, name);
    return existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  };
  return { database: read(names.database), log: read(names.log), mark: read(names.mark) };
}

export function layFiles(directory: string, files: Files): void {
  mkdirSync(directory);
  writeFileSync(join(directory, names.database), files.database);
  if (files.log.length > 0) writeFileSync(join(directory, names.log), files.log);
  if (files.mark.length > 0) writeFileSync(join(directory, names.mark), files.mark);
}

/**
 * What may lie on the disk when the power fails between two moments: a file that was not synced yet has sectors of both; the log of
 * SQLite is synced before the database is written, and the mark is written last and not synced: it may be as old as `oldMark`.
 */
export function tornFiles(random: SeededRandom, before: Files, after: Files, oldMark: Buffer): Files {
  const earlier = random.pick([oldMark, before.mark]);
  const later = random.pick([earlier, after.mark]);
  switch (isSameLog(before.log, after.log) ? random.pick(["log", "database"]) : random.pick(["before", "after"])) {
    case "before":
      return { ...before, mark: earlier };
    case "after":
      return { ...after, mark: later };
    case "log":
      return { database: before.database, log: torn(random, before.log, after.log), mark: earlier };
    default:
      return { database: torn(random, before.database, after.database), log: after.log, mark: later };
  }
}

/** Whether the log only grew: begun anew it has another header (salts at 16, sqlite.org/fileformat2.html#walformat). */
function isSameLog(before: Buffer, after: Buffer): boolean {
  return before.length <= after.length && before.subarray(0, 32).equals(after.subarray(0, Math.min(32, before.length)));
}

const sector = 512;

function torn(random: SeededRandom, before: Buffer, after: Buffer): Buffer {
  const longest = Buffer.alloc(Math.max(before.length, after.length));
  before.copy(longest);
  // Now and then all of it was on its way, now and then hardly anything.
  const often = random.below(5);
  for (let at = 0; at < after.length; at += sector) {
    if (random.below(5) <= often) after.copy(longest, at, at, at + sector);
  }
  return longest.subarray(0, random.pick([before.length, after.length]));
}
