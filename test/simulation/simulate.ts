import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { PlantedBug } from "./planted-bugs.ts";
import type { SeedOrder } from "./play-seeds.ts";
import type { Simulated } from "./simulate-seed.ts";

export interface SimulateOptions {
  readonly from: number;
  readonly count: number;
  readonly bug?: PlantedBug;
  /** Told of each run as it ends. */
  readonly onRun?: (run: Simulated) => void;
}

/** Plays seeds in threads of their own, where the unwinding of stopped lives disturbs nobody. In the order in which they ended. */
export async function simulate({ from, count, bug, onRun }: SimulateOptions): Promise<readonly Simulated[]> {
  const threads = bug === undefined ? Math.max(1, Math.min(availableParallelism(), Math.ceil(count / 20))) : 1;
  const share = Math.ceil(count / threads);
  const orders = Array.from({ length: threads }, (_, index) => ({
    from: from + index * share,
    count: Math.max(0, Math.min(share, count - index * share)),
  }));
  const runs: Simulated[] = [];
  const take = (run: Simulated): void => {
    runs.push(run);
    onRun?.(run);
  };
  await Promise.all(orders.map((order) => playInThread(bug === undefined ? order : { ...order, bug }, take)));
  return runs;
}

/** One seed once more: what a failing run is told with. */
export function replayCommand(seed: number): string {
  return `npm run simulate -- --seed ${seed}`;
}

function playInThread(order: SeedOrder, take: (run: Simulated) => void): Promise<void> {
  const worker = new Worker(join(import.meta.dirname, "play-seeds.ts"), {
    workerData: order,
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.on("message", (what: Simulated | "done") => (what === "done" ? resolve() : take(what)));
  worker.on("error", reject);
  worker.on("exit", (code) => reject(new Error(`the thread of seeds from ${order.from} on ended with ${code}`)));
  return promise.finally(() => worker.terminate());
}
