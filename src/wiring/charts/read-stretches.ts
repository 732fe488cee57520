import type { Clock } from "../../core/clock.ts";
import type { AffordancePath } from "../../core/ids.ts";
import type { ReadingLog } from "../../core/store-ports.ts";
import type { Stretch } from "../../core/stretch.ts";
import { Downsampling } from "../../readings/downsample.ts";

export interface HistoryParts {
  readonly readingLog: Pick<ReadingLog, "history">;
  readonly clock: Pick<Clock, "monotonic">;
  /** Lets the process do other work. */
  readonly breathe: () => Promise<void>;
}

/** About as many as a picture has room for. */
const mostStretches = 320;
/** Parts of the time that are read at first; each next one is as long as it may be. */
const firstParts = 240;
/** ms for which a part may hold the loop. */
const [short, long] = [2, 6];

/** What a property was from one time to another (UTC ms), read in parts so that the loop is never held for long. */
export async function readStretches(
  path: AffordancePath,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
  { readingLog, clock, breathe }: HistoryParts,
  signal: AbortSignal,
): Promise<readonly Stretch[]> {
  const sampling = new Downsampling(fromAt, toAt, mostStretches);
  let length = Math.ceil((toAt - fromAt + 1) / firstParts);
  let from = fromAt;
  while (from <= toAt) {
    signal.throwIfAborted();
    const to = Math.min(toAt, from + length - 1);
    const begun = clock.monotonic();
    for (const entry of readingLog.history(path, from, to)) sampling.take(entry);
    const took = clock.monotonic() - begun;
    if (took < short) length *= 2;
    else if (took > long) length = Math.ceil(length / 2);
    from = to + 1;
    await breathe();
  }
  return sampling.stretches();
}
