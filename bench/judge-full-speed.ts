import type { SealUnsent } from "../test/homeserver/seal-unsent.ts";
import { micros, perSecond, times } from "./figures.ts";
import type { Judge } from "./judge.ts";
import { leastOf } from "./least-of.ts";
import { runFloor } from "./pipeline-floors.ts";
import type { PipelineRun } from "./pipeline-run.ts";
import { runPipeline } from "./reading-pipeline.ts";

/** Each way runs compiled before it is measured: a cold one would be held against a warm one. */
const warmUp = 100_000;

interface Row {
  readonly properties: number;
  /** About as many as fit an event of so many properties. */
  readonly perEvent: number;
  /** Times the CPU of the floor for a reading. */
  readonly mostToFloor: number;
}

const rows: readonly [Row, Row] = [
  { properties: 10, perEvent: 4500, mostToFloor: 20 },
  { properties: 10_000, perEvent: 1000, mostToFloor: 10 },
];

interface Trial {
  readonly agent: PipelineRun;
  readonly floor: PipelineRun;
}

/**
 * Readings as fast as they go, with ten properties and with ten thousand, each held against a floor that encrypts as many columns and keeps
 * nothing; `fresh` makes a directory.
 */
export async function judgeFullSpeed(
  seal: SealUnsent,
  fresh: () => string,
  readings: number,
  { say, atMost }: Pick<Judge, "say" | "atMost">,
): Promise<void> {
  const run = async ({ properties, perEvent }: Row, count: number): Promise<Trial> => ({
    agent: await runPipeline(seal, fresh(), { properties, readings: count }),
    floor: await runFloor(seal, { properties, readings: count, perEvent }),
  });
  say(`${readings} readings as fast as they go: decoded, stored, synced, encrypted, PUT to a stub`);
  for (const row of rows) await run(row, warmUp);
  const costs: number[] = [];
  for (const row of rows) {
    const least = await leastOf(() => run(row, readings), {
      figure: toFloor,
      enough: row.mostToFloor,
      onAgain: (ratio) => say(`  ${row.properties} properties: ${times(ratio)} the floor: once more`),
    });
    say(`  ${row.properties} properties: ${told(least.agent)}`);
    say(`  floor, as many in columns, encrypted, PUT; nothing stored: ${told(least.floor)}`);
    atMost(`CPU per reading, ${row.properties} properties to the floor`, toFloor(least), row.mostToFloor, times);
    costs.push(least.agent.cpuPerReading);
  }
  const [few = 0, many = 0] = costs;
  say(`  CPU per reading, 10,000 properties to 10: ${times(many / few)}`);
}

function toFloor({ agent, floor }: Trial): number {
  return agent.cpuPerReading / floor.cpuPerReading;
}

function told({ readingsPerSecond, cpuPerReading, events }: PipelineRun): string {
  return `${perSecond(readingsPerSecond)}, CPU ${micros(cpuPerReading)}, ${events} events`;
}
