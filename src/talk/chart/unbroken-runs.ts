import type { Property } from "../../core/property.ts";
import type { Stretch } from "../../core/stretch.ts";

/** Readings that come this many times as late as nine in ten of them are missing. */
const muchLater = 3;

/**
 * Stretches between which the value is known. It is not known after a reading that cannot be trusted, and where the next one
 * took too long: longer than `stale` says; without that, longer than two `at_least_every`, and much longer than is usual
 * for this property, which may have its own pace.
 */
export function unbrokenRuns<Of extends Stretch>(
  { stale, report }: Pick<Property, "stale" | "report">,
  stretches: readonly Of[],
): readonly (readonly Of[])[] {
  const longest = stale ?? Math.max(2 * report.atLeastEvery, muchLater * usualDistance(stretches));
  const runs: Of[][] = [];
  let before: Of | undefined;
  for (const stretch of stretches) {
    const isFar = before === undefined || before.isBroken || stretch.fromAt - before.toAt > longest;
    if (isFar) runs.push([stretch]);
    else runs.at(-1)?.push(stretch);
    before = stretch;
  }
  return runs;
}

/** Nine in ten are at most so far apart, ms. */
function usualDistance(stretches: readonly Stretch[]): number {
  const distances = stretches.slice(1).map(({ fromAt }, at) => fromAt - (stretches[at]?.toAt ?? fromAt));
  return distances.toSorted((one, other) => one - other)[Math.floor(distances.length * 0.9)] ?? 0;
}
