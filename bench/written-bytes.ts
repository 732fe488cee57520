import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { monotonicMs } from "./monotonic-ms.ts";

const quietMs = 6_000;

/**
 * Bytes that a process causes to be sent to the storage from the end of a quiet time on (proc_pid_io(5), write_bytes: whole
 * pages, no sockets), without what it wrote by itself in the quiet time, at the same rate.
 */
export async function storageMeter(pid: number): Promise<() => number> {
  const before = ioCount(pid, "write_bytes");
  await wait(quietMs);
  const [begin, start] = [ioCount(pid, "write_bytes"), monotonicMs()];
  const perMs = (begin - before) / quietMs;
  return () => ioCount(pid, "write_bytes") - begin - perMs * (monotonicMs() - start);
}

/** Bytes that a process caused to be sent to the storage so far (proc_pid_io(5), write_bytes). */
export function storedBytes(pid: number): number {
  return ioCount(pid, "write_bytes");
}

/** What a process gave to write(2) and its like so far, sockets too. */
export function writtenBytes(pid: number): number {
  return ioCount(pid, "wchar");
}

function ioCount(pid: number, field: "write_bytes" | "wchar"): number {
  return Number(new RegExp(`^${field}: (\\d+)$`, "m").exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);
}
