import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A Node program of the tests whose lines are read until it is killed or ends. */
export interface ChildLines {
  /** Every complete line so far. */
  readonly lines: readonly string[];
  /** Resolves when that many lines are there; rejects with what it said on stderr when it ends before. */
  reached(count: number): Promise<void>;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
}

export function runChild(program: string, ...parameters: readonly string[]): ChildLines {
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  let complaint = "";
  const waiting = new Set<{ readonly count: number; done(): void; fail(reason: Error): void }>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const one of waiting) if (lines.length >= one.count) one.done();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on("close", (code) => {
      for (const one of waiting) one.fail(new Error(`${program} ended with ${code}: ${complaint}`));
      resolve(code);
    });
  });
  return {
    lines,
    ended,
    reached(count) {
      if (lines.length >= count) return Promise.resolve();
      return new Promise((resolve, reject) => waiting.add({ count, done: resolve, fail: reject }));
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
