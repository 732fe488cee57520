import type { Edge } from "../../src/machine/simulated-hardware.ts";
import { mayBeOnMs, minOffMs, rivals } from "./crash-configuration.ts";
import type { World } from "./world.ts";

/** ms by which an end may be late: the bus, and a try that failed. */
const toleranceMs = 50;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** No output on past its time, on again before its time, on together with its rival, or on after everything was stopped. */
export function judgeOutputs(world: World, stoppedAt: number | undefined): readonly string[] {
  const late = stoppedAt === undefined ? [] : world.hardware.edges().filter(({ at }) => at > stoppedAt);
  return [
    ...late
      .filter(({ level, line }) => level === "true" && line !== "by_hand")
      .map(({ line }) => `${line} was switched on though all is stopped`),
    ...[...mayBeOnMs].flatMap(([line, limitMs]) => judgeTimeOn(world, line, limitMs)),
    ...[...minOffMs].flatMap(([line, limitMs]) => judgeTimeOff(world, line, limitMs)),
    ...judgeRivals(world),
  ];
}

/** The time runs from the last write. Without an agent nobody can switch off: that is what `roomwire safe` is for. */
function judgeTimeOn(world: World, line: string, limitMs: number): string[] {
  const writes = world.written.filter((write) => write.line === line && write.level === "true").map(({ at }) => at);
  return timesOn(world, line).flatMap(({ from, to }) => {
    const on = { from: Math.max(from, ...writes.filter((at) => at < to)), to };
    const onMs = on.to - on.from - world.outages.reduce((sum, outage) => sum + overlapMs(on, outage), 0);
    return onMs > limitMs + toleranceMs ? [`${line} was on for ${onMs} ms while there was an agent`] : [];
  });
}

function judgeTimeOff(world: World, line: string, limitMs: number): string[] {
  const times = timesOn(world, line);
  return times.slice(1).flatMap(({ from }, index) => {
    const offMs = from - (times[index]?.to ?? 0);
    return offMs < limitMs ? [`${line} was on again after ${offMs} ms`] : [];
  });
}

function judgeRivals(world: World): string[] {
  const [first, second] = rivals.lines.map((line) => timesOn(world, line));
  return (first ?? []).flatMap((one) =>
    (second ?? []).flatMap((other) => {
      const apartMs = Math.max(other.from - one.to, one.from - other.to);
      return apartMs < rivals.deadTimeMs ? [`${rivals.lines.join(" and ")} were on ${apartMs} ms apart`] : [];
    }),
  );
}

function timesOn({ hardware, clock }: World, line: string): readonly Span[] {
  const edges: readonly Edge[] = hardware.edges().filter((edge) => edge.line === line);
  return edges.flatMap(({ level, at }, index) =>
    level === "true" ? [{ from: at, to: edges[index + 1]?.at ?? clock.monotonic() }] : [],
  );
}

/** No line is on in these times, but for those in which nobody reaches it. */
export function judgeSilence(world: World, line: string, spans: readonly Span[]): string[] {
  return timesOn(world, line).flatMap((on) =>
    spans.flatMap((span) => {
      const both = { from: Math.max(on.from, span.from), to: Math.min(on.to, span.to) };
      const alone = world.outages.reduce((sum, outage) => sum + overlapMs(both, outage), 0);
      const onMs = both.to - both.from - alone;
      return onMs > toleranceMs ? [`${line} was on for ${onMs} ms without a link`] : [];
    }),
  );
}

function overlapMs(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
}
