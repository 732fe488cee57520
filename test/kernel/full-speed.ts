import { workerData } from "node:worker_threads";
import { simChip } from "./sim-chip.ts";

/** Toggles a line as fast as it can, so many times. */
const { name, offset, total } = workerData as { name: string; offset: number; total: number };
const chip = simChip(name);
for (let edge = 0; edge < total; edge++) chip.drive(offset, edge % 2 !== 0);
