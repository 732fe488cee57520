import { workerData } from "node:worker_threads";
import { simChip } from "./sim-chip.ts";

/** Toggles a line as fast as it can, so many times; who waits at `over` is woken then. */
const { name, offset, total, over } = workerData as { name: string; offset: number; total: number; over: Int32Array };
const chip = simChip(name);
for (let edge = 0; edge < total; edge++) chip.drive(offset, edge % 2 !== 0);
Atomics.store(over, 0, 1);
Atomics.notify(over, 0);
