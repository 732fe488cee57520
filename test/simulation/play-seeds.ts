import { parentPort, workerData } from "node:worker_threads";
import { isStopped } from "../crash/mortal.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { plantBug } from "./plant-bug.ts";
import type { PlantedBug } from "./planted-bugs.ts";
import type { Simulated } from "./simulate-seed.ts";

/** A worker thread: gets a `SeedOrder`, tells each `Simulated`, and `"done"` at its end. */
export interface SeedOrder {
  readonly from: number;
  readonly count: number;
  /** Loaded in place of the sources as they are. */
  readonly bug?: PlantedBug;
}

async function playSeeds({ from, count, bug }: SeedOrder, tell: (what: Simulated | "done") => void): Promise<void> {
  if (bug !== undefined) plantBug(bug);
  // Only now: what is imported from here on has the bug.
  const { configurationOf } = await import("../fakes/configuration-of.ts");
  const { simulationConfiguration } = await import("./simulation-configuration.ts");
  const { simulateSeed } = await import("./simulate-seed.ts");
  using directory = temporaryDirectory();
  const configuration = configurationOf(directory.path, simulationConfiguration);
  for (let seed = from; seed < from + count; seed++) {
    const simulated = await simulateSeed(seed, configuration);
    tell(simulated);
    if (bug !== undefined && simulated.faults.length > 0) break;
  }
  tell("done");
}

/** What a stopped life was waiting for rejects somewhere, and listeners throw; anything else is a fault. */
for (const event of ["unhandledRejection", "uncaughtException"]) {
  process.on(event, (error) => {
    if (!isStopped(error)) throw error;
  });
}

await playSeeds(workerData as SeedOrder, (what) => parentPort?.postMessage(what));

export { playSeeds };
