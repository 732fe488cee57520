import type { LogEntry } from "./store-ports.ts";

type Entry = Omit<LogEntry, "position">;

/** One series (a property with one type, unit and scale), as long as its time does not go back. Never empty. */
export type SeriesRun = readonly [Entry, ...Entry[]];

/**
 * Entries parted into runs, each in the order of recording. Runs of one Thing stand together, those of one type, unit and scale beside
 * each other within it; of one series in the order of recording.
 */
export function seriesRuns(entries: readonly Entry[]): readonly SeriesRun[] {
  const kinds = new Map<string, Map<string, [Entry, ...Entry[]][]>>();
  for (const entry of entries) {
    const { path, type, unit, scale } = entry;
    const kind = `${path.slice(0, path.indexOf("/"))} ${type} ${scale} ${unit ?? ""}`;
    const series = kinds.get(kind) ?? new Map<string, [Entry, ...Entry[]][]>();
    kinds.set(kind, series);
    const runs = series.get(path);
    if (runs === undefined) series.set(path, [[entry]]);
    else addTo(runs, entry);
  }
  return [...kinds.keys()].sort().flatMap((kind) => [...(kinds.get(kind)?.values() ?? [])].flat());
}

function addTo(runs: [Entry, ...Entry[]][], entry: Entry): void {
  const run = runs.at(-1);
  const last = run?.at(-1);
  if (run === undefined || last === undefined || entry.at < last.at) runs.push([entry]);
  else run.push(entry);
}
