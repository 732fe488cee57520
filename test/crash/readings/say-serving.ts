/** How long agents took from their start until they served, ms, in one line. */
export function sayServing(serving: readonly number[]): string {
  const sorted = serving.toSorted((one, other) => one - other);
  const at = (part: number): string =>
    ((sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN) / 1000).toFixed(2);
  return `serving again after ${at(0.5)} s (median), ${at(1)} s at most, of ${sorted.length} starts`;
}
