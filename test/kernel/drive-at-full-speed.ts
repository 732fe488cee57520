import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** ms after which a driver that came to no end is left alone. */
const patienceMs = 120_000;

/** Drives so many edges onto a line as fast as they go, while this thread is busy, as an agent with much else to do. */
export async function driveAtFullSpeed(name: string, offset: number, total: number): Promise<void> {
  const over = new Int32Array(new SharedArrayBuffer(4));
  const driver = new Worker(new URL("./full-speed.ts", import.meta.url), { workerData: { name, offset, total, over } });
  await once(driver, "online");
  // However slow the machine is, nothing is read before the last edge.
  Atomics.wait(over, 0, 0, patienceMs);
  await once(driver, "exit");
}
