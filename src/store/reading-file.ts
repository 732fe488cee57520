import type { NewLogEntry, ReadingLog } from "../core/store-ports.ts";
import { type GroupCommitOptions, groupCommit } from "./group-commit.ts";
import { openDatabase } from "./open-database.ts";
import { readingRows } from "./reading-rows.ts";
import { readingSchema } from "./reading-schema.ts";
import { sealedRows } from "./sealed-row.ts";

/**
 * Opens `readings.db`, the one store of history: delivered is a cursor, nothing is deleted by sending. `append` is cheap and
 * commits in groups; a commit that fails is told to `onFault` and repeated. Throws as `openDatabase` does.
 */
export function openReadingFile(directory: string, options: GroupCommitOptions): ReadingLog & Disposable {
  const database = openDatabase(directory, "readings.db", readingSchema);
  const sealed = sealedRows(database);
  const rows = readingRows(database, sealed.sealedThrough());
  const group = groupCommit<NewLogEntry>(rows.add, options);
  return {
    append: group.add,
    commit: group.commit,
    unsealed: (limit) => rows.after(sealed.sealedThrough(), limit),
    backlog() {
      const from = sealed.deliveredThrough();
      return { readings: rows.last() - from, oldestAt: rows.timeAfter(from) };
    },
    keepSealed: sealed.keepSealed,
    sealed: sealed.sealed,
    lastSealed: sealed.lastSealed,
    delivered: sealed.delivered,
    rejected: sealed.rejected,
    [Symbol.dispose]() {
      group[Symbol.dispose]();
      database[Symbol.dispose]();
    },
  };
}
