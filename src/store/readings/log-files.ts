import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";

const ours = /^readings\.(mark|db(-wal|-shm|-journal|\.probe)?)$/;
const damaged = /^readings\.db\.damaged-(\d+)(-\w+)?$/;

/** Whether a file of that name in the state directory is one of the reading log. */
export function isReadingLogFile(name: string): boolean {
  return ours.test(name) || damaged.test(name);
}

/** Bytes of all files of the reading log, and of those among them that were put aside. */
export function logFileBytes(directory: string): { readonly all: number; readonly damaged: number } {
  const names = readdirSync(directory).filter(isReadingLogFile);
  const sum = (of: readonly string[]) => of.reduce((bytes, name) => bytes + sizeOf(join(directory, name)), 0);
  return { all: sum(names), damaged: sum(names.filter((name) => damaged.test(name))) };
}

/**
 * Renames readings.db with its write-ahead log to `readings.db.damaged-N`, for whoever wants to look at it; what was put aside before goes.
 * Returns its path.
 */
export function setAside(directory: string): string {
  const before = readdirSync(directory).filter((name) => damaged.test(name));
  const numbers = before.map((name) => Number(damaged.exec(name)?.[1]));
  const aside = join(directory, `readings.db.damaged-${Math.max(0, ...numbers) + 1}`);
  for (const name of before) rmSync(join(directory, name));
  for (const part of ["-wal", ""]) {
    const file = join(directory, `readings.db${part}`);
    if (sizeOf(file) > 0) renameSync(file, `${aside}${part}`);
    else rmSync(file, { force: true });
  }
  return aside;
}

/** Whether anything can be written beside readings.db now. */
export function canWriteBeside(directory: string): boolean {
  const probe = join(directory, "readings.db.probe");
  try {
    const file = openSync(probe, "w", 0o600);
    try {
      writeSync(file, "x");
      fsyncSync(file);
    } finally {
      closeSync(file);
      rmSync(probe);
    }
    return true;
  } catch {
    return false;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
