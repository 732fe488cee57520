import type { Clock } from "../core/clock.ts";
import { WriteFailure } from "../core/write-failure.ts";

/**
 * What a line can be told to do wrong: `fail` refuses writes and reports a fault, `stick` takes writes and does nothing,
 * `lie` tells everybody another level than it has, `vanish` reports a fault and never answers a write.
 */
export type LineFault = "none" | "fail" | "stick" | "lie" | "vanish";

/** One change of a line's real level. */
export interface Edge {
  readonly line: string;
  readonly level: string;
  /** UTC ms. */
  readonly at: number;
}

/** Lines with text levels, as the far side of every simulated connection sees them. */
export interface SimulatedHardware {
  /** Resolves when the line took the level; with `vanish` it never settles. */
  write(line: string, level: string): Promise<void>;
  /** The level that the line reports, undefined for a fault; a line that was never written has the level `0`. */
  read(line: string): string | undefined;
  /** Calls `take` with what the line reports, now and at every change. */
  watch(line: string, take: (level: string | undefined) => void): Disposable;
  /** What a `lie` tells is `told`. */
  setFault(line: string, fault: LineFault, told?: string): void;
  /** The newest 10,000 changes, oldest first. */
  edges(): readonly Edge[];
}

interface Line {
  level: string;
  fault: LineFault;
  told: string;
  readonly takers: Set<(level: string | undefined) => void>;
}

const mostEdges = 10_000;

/** Hardware out of memory. Lines come into being when they are named. */
export function simulatedHardware(clock: Pick<Clock, "now">): SimulatedHardware {
  const lines = new Map<string, Line>();
  const edges: Edge[] = [];

  function lineOf(name: string): Line {
    const known = lines.get(name);
    if (known !== undefined) return known;
    const line: Line = { level: "0", fault: "none", told: "", takers: new Set() };
    lines.set(name, line);
    return line;
  }

  function tell(line: Line): void {
    for (const take of line.takers) take(reported(line));
  }

  return {
    async write(name, level) {
      const line = lineOf(name);
      if (line.fault === "fail") throw new WriteFailure("driver-failed", `line ${name} refuses to be written`);
      if (line.fault === "vanish") return new Promise<never>(() => {});
      if (line.fault === "stick") return;
      if (line.level !== level) {
        edges.push({ line: name, level, at: clock.now() });
        if (edges.length > mostEdges) edges.shift();
      }
      line.level = level;
      tell(line);
    },
    read: (name) => reported(lineOf(name)),
    watch(name, take) {
      const line = lineOf(name);
      line.takers.add(take);
      take(reported(line));
      return { [Symbol.dispose]: () => void line.takers.delete(take) };
    },
    setFault(name, fault, told = "") {
      Object.assign(lineOf(name), { fault, told });
      tell(lineOf(name));
    },
    edges: () => [...edges],
  };
}

function reported({ fault, level, told }: Line): string | undefined {
  switch (fault) {
    case "none":
    case "stick":
      return level;
    case "lie":
      return told;
    case "fail":
    case "vanish":
      return undefined;
  }
}
