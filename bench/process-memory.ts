import { readdirSync, readFileSync } from "node:fs";

/**
 * Proportional set size of a process and all its descendants, in MB (10^6 bytes), from /proc/PID/smaps_rollup. A page that
 * several processes map counts for each by its share. Linux only.
 */
export function treeMemory(pid: number): number {
  return sumOfTree(pid, "Pss");
}

/** The same, every mapped page counted in full: what other processes map or unmap does not change it. */
export function residentMemory(pid: number): number {
  return sumOfTree(pid, "Rss");
}

function sumOfTree(pid: number, field: "Pss" | "Rss"): number {
  return (processTree(pid).reduce((sum, member) => sum + kibibytes(member, field), 0) * 1024) / 1e6;
}

function processTree(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(processTree)];
}

function kibibytes(pid: number, field: "Pss" | "Rss"): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
  if (line === null) throw new Error("This system tells no memory of processes.");
  return Number(line[1]);
}
