import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { monotonicMs } from "./monotonic-ms.ts";
import { quantile } from "./quantile.ts";

/** ms (median of 50) that the disk below a directory takes for 4 KiB more of a file, synced. */
export function syncedWriteMs(directory: string): number {
  const path = join(directory, "synced-write");
  const file = openSync(path, "w");
  const page = Buffer.alloc(4096, 1);
  const took = Array.from({ length: 50 }, () => {
    const begun = monotonicMs();
    writeSync(file, page);
    fdatasyncSync(file);
    return monotonicMs() - begun;
  });
  closeSync(file);
  rmSync(path);
  return quantile(took, 0.5);
}
