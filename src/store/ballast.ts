import { randomFillSync } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, statfsSync, statSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../core/clock.ts";

export interface BallastOptions {
  readonly clock: Clock;
  /** The room was given up: the disk is full. */
  readonly onGivenUp: () => void;
  /** The disk has room again. */
  readonly onBack: () => void;
}

/** Room on the disk, kept for what cannot wait when the disk is full: keys and the journal of commands. */
export interface Ballast extends Disposable {
  /** While it is not, whatever can wait must not write: it would take the room that was given up for something else. */
  isKept(): boolean;
  /** Gives the room up; whether there was any. */
  giveUpRoom(): boolean;
}

/** Much more than the write-ahead logs of `control.db` and `crypto.db` hold before their pages are used again. */
export const ballastBytes = 4 * 1024 * 1024;

const lookMs = 5_000;
const chunkBytes = 64 * 1024;

/**
 * Takes the room as a file `ballast` of random bytes (a file system that compresses would keep no room for zeros). A disk that is full
 * at the start keeps nothing from starting. What was given up is taken again as soon as twice as much is free, looked at every 5 s.
 */
export function openBallast(directory: string, { clock, onGivenUp, onBack }: BallastOptions): Ballast {
  const file = join(directory, "ballast");
  let kept = isThere(file) || take(directory, file);
  let timer: Disposable | undefined;
  const look = (): void => {
    kept = take(directory, file);
    if (kept) onBack();
    else timer = clock.after(lookMs, look);
  };
  const begin = (): void => {
    timer = clock.after(lookMs, look);
    onGivenUp();
  };
  if (!kept) begin();
  return {
    isKept: () => kept,
    giveUpRoom() {
      if (!kept) return false;
      kept = false;
      remove(file);
      begin();
      return true;
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
    },
  };
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.size === ballastBytes;
}

/** Whether it is there now, whole and on the disk. */
function take(directory: string, file: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = statfsSync(directory);
    if (bavail * bsize < 2 * ballastBytes) return false;
    fill(file);
    return true;
  } catch {
    remove(file);
    return false;
  }
}

function fill(file: string): void {
  const descriptor = openSync(file, "w", 0o600);
  try {
    const noise = new Uint8Array(chunkBytes);
    for (let at = 0; at < ballastBytes; at += chunkBytes) writeSync(descriptor, randomFillSync(noise));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It is gone, or the disk takes nothing at all: then there is no room to give up either.
  }
}
