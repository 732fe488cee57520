import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import type { CrashOrder, CrashReport } from "./play-crashes.ts";

/** `CRASH_SEED=7 CRASH_MORE=5000` plays other bursts, losses and outages, and more of what is drawn. */
const order: CrashOrder = { seed: Number(process.env.CRASH_SEED ?? 1), more: Number(process.env.CRASH_MORE ?? 50) };

/** In a thread of its own, where the unwinding of stopped lives disturbs nobody. */
async function playInThread(): Promise<CrashReport> {
  const worker = new Worker(join(import.meta.dirname, "play-crashes.ts"), {
    workerData: order,
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const [report] = (await once(worker, "message")) as [CrashReport];
  await worker.terminate();
  return report;
}

test("stopped anywhere, the agent does nothing twice, forgets no command, and leaves nothing on", {
  timeout: 400_000,
}, async (t) => {
  const begin = performance.now();
  const { points, reached, plays, stops, faults } = await playInThread();
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const awaits = points.filter(({ kind }) => kind === "await").length;
  t.diagnostic(`${points.length} crash points inserted, ${awaits} behind an await; ${reached.length} of them reached`);
  t.diagnostic(`${plays} plays with ${stops} stops in ${seconds} s, seed ${order.seed}`);
  assert.deepEqual(faults, []);
  assert.ok(reached.length > 0.6 * points.length && stops >= plays);
});
