import type { Simulated } from "./simulate-seed.ts";

/** How often each thing happened in all of the runs, the most frequent first. */
export function sumCounts(runs: readonly Simulated[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { counts } of runs) for (const [what, times] of counts) sums.set(what, (sums.get(what) ?? 0) + times);
  return new Map([...sums].toSorted(([, a], [, b]) => b - a));
}
