import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface RunningAgent {
  /** undefined where the kernel does not say whose lock it is, as across containers. */
  readonly process: number | undefined;
}

/** The agent that holds the stores of a state directory, by the kernel's list of locks (proc_locks(5)); opens nothing. */
export function findRunningAgent(stateDirectory: string): RunningAgent | undefined {
  try {
    const inode = statSync(join(stateDirectory, "control.db")).ino;
    const held = readFileSync("/proc/locks", "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .find((words) => words.some((word) => word.split(":").length === 3 && word.endsWith(`:${inode}`)));
    if (held === undefined) return undefined;
    const process = Number(held[held.indexOf("ADVISORY") + 2]);
    return { process: process > 0 ? process : undefined };
  } catch {
    return undefined;
  }
}
