import type { GpioInputEvents } from "../core/gpio-lines.ts";

export type CountedWay = "rising" | "falling" | "both";

/** So many edges, the newest of them noted `ago` ms before this call, `at` ns of the kernel's clock. */
export type TakeEdges = (count: number, ago: number, at: bigint) => void;

/**
 * Tells the edges of a line that go the wanted way. Dropped ones count too: edges alternate, so their number and the way of the next
 * one say how many went which way.
 */
export function countEdges(way: CountedWay, take: TakeEdges): Omit<GpioInputEvents, "down"> & { reset(): void } {
  let known: boolean | undefined;
  let dropped = 0;
  const isWanted = (level: boolean): boolean => way === "both" || level === (way === "rising");

  /** Of those before an edge to this level. The last of them went the other way. */
  function droppedBefore(level: boolean): number {
    if (way === "both") return dropped;
    return isWanted(level) ? Math.floor(dropped / 2) : Math.ceil(dropped / 2);
  }

  return {
    level(level) {
      known ??= level;
    },
    edge(level, ago, at) {
      // Two edges the same way: what was between them was over before the kernel read the level.
      const isNew = dropped > 0 || level !== known;
      const count = droppedBefore(level) + Number(isNew && isWanted(level));
      known = level;
      dropped = 0;
      if (count > 0) take(count, ago, at);
    },
    lost(count) {
      dropped += count;
    },
    /** The line was not ours: nothing is known of it. */
    reset() {
      known = undefined;
      dropped = 0;
    },
  };
}
