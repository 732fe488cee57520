import type { AffordancePath } from "../../core/ids.ts";
import type { ReadingLog } from "../../core/store-ports.ts";
import type { Stretch } from "../../core/stretch.ts";
import { Downsampling } from "../../readings/downsample.ts";

export interface HistoryParts {
  readonly readingLog: Pick<ReadingLog, "history" | "weight">;
  /** Lets the process do other work. */
  readonly breathe: () => Promise<void>;
}

/** About as many as a picture has room for. */
const mostStretches = 320;
/** Parts of the time that are read at first; each next one is twice as long, as far as it may be. */
const firstParts = 240;
/** Weight that may be read at once: some milliseconds. */
const mostWeight = 16_384;
/** A part is never shorter than this share of the time, whatever it weighs. */
const mostParts = 20_000;

/** What a property was from one time to another (UTC ms), read in parts that are weighed before, so that the loop is never held for long. */
export async function readStretches(
  path: AffordancePath,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
  { readingLog, breathe }: HistoryParts,
  signal: AbortSignal,
): Promise<readonly Stretch[]> {
  const sampling = new Downsampling(fromAt, toAt, mostStretches);
  const least = Math.ceil((toAt - fromAt + 1) / mostParts);
  let length = Math.ceil((toAt - fromAt + 1) / firstParts);
  let from = fromAt;
  while (from <= toAt) {
    signal.throwIfAborted();
    while (length > least && readingLog.weight(from, Math.min(toAt, from + length - 1)) > mostWeight)
      length = Math.max(least, Math.floor(length / 2));
    const to = Math.min(toAt, from + length - 1);
    for (const entry of readingLog.history(path, from, to)) sampling.take(entry);
    from = to + 1;
    length *= 2;
    await breathe();
  }
  return sampling.stretches();
}
