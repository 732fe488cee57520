import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  type Stats,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isReadingLogFile } from "./readings/log-files.ts";
import { storeFault } from "./store-fault.ts";
import { syncDirectory } from "./sync-directory.ts";

const databases = ["crypto.db", "control.db", "readings.db"];
const small = ["store.key", "login.json", "recovery-key", "adopted.json"];

const storeFiles: readonly string[] = [
  ...small.flatMap((name) => [name, `${name}.new`]),
  ...databases.flatMap((name) => [name, `${name}-wal`, `${name}-shm`, `${name}-journal`, `${name}.new`]),
  "control.sock",
  "ballast",
];

/** Every file in a state directory that Roomwire made, in the order of erasing: without the first the largest cannot be read. */
export function storeFilesIn(directory: string): readonly string[] {
  const there = readdirSync(directory);
  return [
    ...storeFiles.filter((name) => there.includes(name)),
    ...there.filter((name) => isReadingLogFile(name) && !storeFiles.includes(name)),
  ];
}

export interface ErasedFile {
  readonly name: string;
  readonly how: /** Overwritten in place, then removed. */
    | "erased"
    /** A link: removed; what it led to was left alone. */
    | "link"
    /** A socket or the like, which holds nothing: removed. */
    | "removed"
    /** Removed, but not overwritten: it has another name elsewhere. */
    | "shared"
    /** Not a file of Roomwire. */
    | "foreign"
    | "failed";
  readonly bytes: number;
  readonly reason?: string;
}

/**
 * Overwrites the stores of a directory with random bytes, on the disk, and removes them; keys first. Follows no link, touches
 * nothing else. What cannot be erased is told and the rest erased all the same. The stores must be closed. `breathe` is awaited
 * after each MiB: a large reading log on a slow card takes its time.
 */
export async function eraseStores(
  directory: string,
  tell: (file: ErasedFile) => void,
  breathe: () => Promise<void>,
): Promise<void> {
  const there = new Set(readdirSync(directory));
  for (const name of storeFilesIn(directory)) {
    there.delete(name);
    tell(await eraseEntry(directory, name, breathe));
    syncDirectory(directory);
  }
  for (const name of there) tell({ name, how: "foreign", bytes: 0 });
}

/** Throws AgentFault `store-locked` while another process holds a store of the directory. */
export function assertStoresUnused(directory: string): void {
  for (const name of databases) {
    const file = join(directory, name);
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) continue;
    try {
      const database = new DatabaseSync(file, { readOnly: true });
      try {
        database.prepare("SELECT count(*) FROM sqlite_schema").get();
      } finally {
        database.close();
      }
    } catch (cause) {
      const fault = storeFault(file, cause);
      // A store that is damaged is erased like any other.
      if (fault.code === "store-locked") throw fault;
    }
  }
}

/** The write-ahead logs of stores that are open: closing a store removes its log, and with it what stood in it only from sight. */
export function holdStoreLogs(directory: string): { overwrite(): void } {
  const held = databases.flatMap((name) => {
    try {
      return [openSync(join(directory, `${name}-wal`), constants.O_WRONLY | constants.O_NOFOLLOW)];
    } catch {
      return [];
    }
  });
  return {
    overwrite: () => {
      for (const file of held.splice(0)) {
        for (const _ of overwrite(file));
        closeSync(file);
      }
    },
  };
}

async function eraseEntry(directory: string, name: string, breathe: () => Promise<void>): Promise<ErasedFile> {
  const path = join(directory, name);
  try {
    const found = lstatSync(path);
    const { size } = found;
    const how = howToErase(found);
    if (how === "erased") await overwriteFile(path, breathe);
    unlinkSync(path);
    return { name, how, bytes: how === "erased" ? size : 0 };
  } catch (cause) {
    return { name, how: "failed", bytes: 0, reason: cause instanceof Error ? cause.message : String(cause) };
  }
}

function howToErase(found: Stats): "erased" | "link" | "removed" | "shared" {
  if (found.isSymbolicLink()) return "link";
  if (!found.isFile()) return "removed";
  return found.nlink > 1 ? "shared" : "erased";
}

async function overwriteFile(path: string, breathe: () => Promise<void>): Promise<void> {
  const file = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    for (const _ of overwrite(file)) await breathe();
  } finally {
    closeSync(file);
  }
}

const chunkBytes = 1_048_576;

/** Over what stands there, on the same blocks where the file system does not copy on write; a step a chunk. */
function* overwrite(file: number): Generator<void> {
  const { size } = fstatSync(file);
  const noise = randomBytes(Math.min(chunkBytes, size));
  for (let at = 0; at < size; ) {
    at += writeSync(file, noise, 0, Math.min(noise.length, size - at), at);
    yield;
  }
  fdatasyncSync(file);
}
