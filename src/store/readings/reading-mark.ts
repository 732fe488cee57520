import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { lossReasons } from "../../core/reading-loss.ts";
import { rowSum } from "../row-sum.ts";
import { type Cursor, newCursor } from "./cursor-row.ts";
import type { TotalRow } from "./loss-rows.ts";

/** How far the reading log was, told beside it: what a file that lost its end, or all, cannot tell itself. */
export interface Mark {
  readonly cursor: Cursor;
  /** Position of the newest reading that was committed, and its time in UTC ms. */
  readonly last: number;
  readonly lastAt: number;
  /** Readings given up so far, and how many of them were told, in the order of `lossReasons`. */
  readonly losses: readonly TotalRow[];
}

export interface ReadingMark extends Disposable {
  /** undefined where there is none, or it is damaged. */
  read(): Mark | undefined;
  /** Not synced: after a power cut an older one may stand there, which says less but nothing wrong. Never throws. */
  write(mark: Mark): void;
  /** What was written is on the disk when it returns, where the disk takes it. */
  sync(): void;
}

/** Overwritten in place, so that it needs no room on a full disk. */
const bytes = 512;

/** `directory/readings.mark`, 0600. */
export function readingMark(directory: string): ReadingMark {
  const path = join(directory, "readings.mark");
  let file: number | undefined;
  let written = "";
  const sync = (): void => {
    try {
      if (file !== undefined) fsyncSync(file);
    } catch {
      // The file beside it tells the same as long as it is whole.
    }
  };
  return {
    read: () => readMark(path),
    write(mark) {
      const cells = cellsOf(mark);
      const text = JSON.stringify([...cells, rowSum("mark", cells)]);
      if (text === written) return;
      try {
        file ??= openSync(path, openForWriting(path), 0o600);
        writeSync(file, text.padEnd(bytes, " "), 0, "utf8");
        written = text;
      } catch {
        // As above.
      }
    },
    sync,
    [Symbol.dispose]() {
      if (file === undefined) return;
      sync();
      closeSync(file);
      file = undefined;
    },
  };
}

function openForWriting(path: string): "r+" | "w" {
  return readMark(path) === undefined ? "w" : "r+";
}

function cellsOf({ cursor, last, lastAt, losses }: Mark): readonly (number | null)[] {
  const { delivered_through, gone_through, epoch, seq, loss_seq, loss_told } = cursor;
  const sums = losses.flatMap(({ count, told }) => [count, told]);
  return [last, lastAt, delivered_through, gone_through, epoch, seq, loss_seq, loss_told, ...sums];
}

function readMark(path: string): Mark | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (!Array.isArray(parsed)) return undefined;
    const cells = parsed.slice(0, -1);
    if (rowSum("mark", cells) !== parsed.at(-1)) return undefined;
    const [last, lastAt, delivered_through, gone_through, epoch, seq, loss_seq, loss_told, ...sums] = cells;
    const cursor = { ...newCursor, delivered_through, gone_through, epoch, seq, loss_seq, loss_told };
    const losses = lossReasons.map((reason, place) => ({ reason, count: sums[2 * place], told: sums[2 * place + 1] }));
    return { cursor, last, lastAt, losses };
  } catch {
    return undefined;
  }
}
