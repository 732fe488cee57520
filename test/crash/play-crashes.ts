import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { chooseStops } from "./choose-stops.ts";
import { hookCrashPoints, type PlacedPoint } from "./crash-point-hook.ts";
import { isStopped, Mortal, type Stop } from "./mortal.ts";
import type { Played } from "./play.ts";
import { seededRandom } from "./seeded-random.ts";
import { watchCommits } from "./watch-commits.ts";

/** A worker thread: gets a `CrashOrder` and answers with a `CrashReport`. */
export interface CrashOrder {
  readonly seed: number;
  /** Plays of other seeds, with a stop of everything and two to four crashes at random, besides those with one. */
  readonly more: number;
}

export interface CrashReport {
  readonly points: readonly PlacedPoint[];
  /** Ids of points that some life reached. */
  readonly reached: readonly number[];
  readonly plays: number;
  readonly stops: number;
  /** What was wrong, with the seed and the stops that show it again. */
  readonly faults: readonly string[];
}

const folders = ["src/control/", "src/outbox/", "src/store/"];
/** Enough to see what is wrong. */
const mostFaults = 5;
/** How many points one life reaches, roughly. */
const stepsOfALife = 4_000;

/** Plays the agent with its process stopped once, at each crash point and behind each effect, and then several times. */
async function playCrashes({ seed, more }: CrashOrder): Promise<CrashReport> {
  const points = hookCrashPoints(folders, Mortal.reach);
  watchCommits(Mortal.effect);
  // Only now: what is imported from here on gets its points.
  const { askingMs } = await import("./asks.ts");
  const { play } = await import("./play.ts");
  const { judgePlay } = await import("./judge-play.ts");
  const { judgeTelemetry } = await import("./judge-telemetry.ts");
  const { stateFiles } = await import("./state-files.ts");
  const { configurationOf } = await import("../fakes/configuration-of.ts");
  const { crashConfiguration } = await import("./crash-configuration.ts");
  using scratch = scratchDirectory();
  const configuration = configurationOf(scratch.path, crashConfiguration);

  const faults: string[] = [];
  const reached = new Set<number>();
  const counts = { plays: 0, stops: 0 };
  const name = (stop: Stop): string =>
    "point" in stop ? `${points[stop.point]?.place}, visit ${stop.visit}` : JSON.stringify(stop);
  const playOnce = async (stops: readonly Stop[], playSeed = seed): Promise<Played["lives"]> => {
    if (faults.length >= mostFaults) return [];
    const directory = join(scratch.path, "play");
    const stopAt = playSeed === seed ? undefined : askingMs;
    using place = stateFiles(directory);
    const parts = { seed: playSeed, stopAt, stops, configuration, place };
    const { world, asks, remains, lives, ...played } = await play(parts);
    const found = [...played.faults, ...judgePlay(world, asks, remains), ...judgeTelemetry(world, remains)];
    place[Symbol.dispose]();
    rmSync(directory, { recursive: true });
    counts.plays += 1;
    counts.stops += lives.length - 1;
    for (const { visits } of lives) for (const id of visits.keys()) reached.add(id);
    const where = stops.length === 0 ? "never stopped" : `stopped at ${stops.map(name).join(", then at ")}`;
    faults.push(...found.map((fault) => `${fault} (seed ${playSeed}, ${where})`));
    return lives;
  };

  const [whole] = await playOnce([]);
  const inOneLife = whole?.visits ?? new Map();
  /** Points that only a life after a stop reaches, each with the stop that leads there. */
  const afterwards = new Map<number, Stop>();
  for (const stop of chooseStops(inOneLife)) {
    for (const { visits } of await playOnce([stop]))
      for (const id of visits.keys()) if (!inOneLife.has(id) && !afterwards.has(id)) afterwards.set(id, stop);
  }
  for (const [point, stop] of afterwards) await playOnce([stop, { point, visit: 1 }]);
  const random = seededRandom(seed);
  const anywhere = (): Stop => ({ step: 1 + Math.floor(random() * stepsOfALife) });
  for (let count = 1; count <= more; count++) {
    const stops = [anywhere(), anywhere()];
    while (stops.length < 4 && random() < 0.5) stops.push(anywhere());
    await playOnce(stops, seed + 1000 * count);
  }
  return { points, reached: [...reached], ...counts, faults };
}

/** In memory where the system has that: what is played is an end of the process, not of the power. */
function scratchDirectory(): Disposable & { readonly path: string } {
  const path = makeScratch("/dev/shm") ?? makeScratch(tmpdir()) ?? "";
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function makeScratch(parent: string): string | undefined {
  try {
    return mkdtempSync(join(parent, "roomwire-crash-"));
  } catch {
    return undefined;
  }
}

/** What a stopped life was waiting for rejects somewhere, and listeners throw; anything else is a fault. */
for (const event of ["unhandledRejection", "uncaughtException"]) {
  process.on(event, (error) => {
    if (!isStopped(error)) throw error;
  });
}

parentPort?.postMessage(await playCrashes(workerData as CrashOrder));

export { playCrashes };
