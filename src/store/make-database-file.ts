import { closeSync, existsSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { storeFault } from "./store-fault.ts";
import { syncDirectory } from "./sync-directory.ts";

/**
 * An empty database of mode 0600 in the form that stays: page size, vacuum and write-ahead log can be chosen only now. Whole and
 * on the disk under its name when this returns, or not there, so that an empty file of that name is always damage. Throws
 * AgentFault, or what the system throws.
 */
export function makeDatabaseFile(file: string, pageBytes: number): void {
  if (existsSync(`${file}-wal`))
    throw storeFault(file, new Error("it is gone, but its -wal file is there"), "store-corrupt");
  const draft = `${file}.new`;
  for (const left of [draft, `${draft}-wal`, `${draft}-journal`]) rmSync(left, { force: true });
  closeSync(openSync(draft, "wx", 0o600));
  chooseForm(draft, pageBytes);
  renameSync(draft, file);
  syncDirectory(dirname(file));
}

function chooseForm(draft: string, pageBytes: number): void {
  try {
    using database = new DatabaseSync(draft);
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL`);
  } catch (cause) {
    throw storeFault(draft, cause);
  }
}
