import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Drives so many edges onto a line as fast as they go, while this thread is busy, as an agent with much else to do. */
export async function driveAtFullSpeed(name: string, offset: number, total: number): Promise<void> {
  const driver = new Worker(new URL("./full-speed.ts", import.meta.url), { workerData: { name, offset, total } });
  await once(driver, "online");
  const busyUntil = performance.now() + 3000;
  while (performance.now() < busyUntil);
  await once(driver, "exit");
}
