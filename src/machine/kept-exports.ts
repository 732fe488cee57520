import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Lines that this agent has exported to sysfs. An export outlives who made it and names no owner: only by these notes may the next run,
 * and `roomwire safe`, take a line that a killed agent left, and no other one.
 */
export interface KeptExports {
  /** Whether it is this very export that we made. */
  has(number: number, inode: number): boolean;
  add(number: number, inode: number): void;
  remove(number: number): void;
}

type Lines = Readonly<Record<string, number>>;

/** In a file of JSON that is gone with the last line. Of this boot only: numbers and inodes begin anew. Without a file in memory. */
export function keptExports(file: string | undefined, boot: string): KeptExports {
  let inMemory: Lines = {};
  const read = (): Lines => (file === undefined ? inMemory : readNotes(file, boot));
  function keep(lines: Lines): void {
    if (file === undefined) inMemory = lines;
    else writeNotes(file, boot, lines);
  }
  return {
    has: (number, inode) => read()[number] === inode,
    add: (number, inode) => keep({ ...read(), [number]: inode }),
    remove(number) {
      const { [number]: _, ...others } = read();
      keep(others);
    },
  };
}

/** Anew each time: another process of ours may have changed them. */
function readNotes(file: string, boot: string): Lines {
  try {
    const notes: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof notes !== "object" || notes === null || !("boot" in notes) || !("lines" in notes)) return {};
    return notes.boot === boot && typeof notes.lines === "object" ? (notes.lines as Lines) : {};
  } catch {
    return {};
  }
}

/** Whole or not at all. Where the disk does not take it a line is used all the same: one that is not set safe now would be worse. */
function writeNotes(file: string, boot: string, lines: Lines): void {
  try {
    if (Object.keys(lines).length === 0) {
      rmSync(file, { force: true });
      return;
    }
    writeFileSync(`${file}.new`, JSON.stringify({ boot, lines }));
    renameSync(`${file}.new`, file);
  } catch {
    // Only a killed agent's line is not known again.
  }
}
