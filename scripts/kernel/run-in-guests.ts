import { availableParallelism } from "node:os";
import { bootGuest } from "./boot-guest.ts";
import { guestScript, guestUser } from "./guest-script.ts";
import type { GuestKernel } from "./prepare-kernel.ts";
import { warmCompileCache } from "./warm-compile-cache.ts";

export interface GuestRuns {
  /** The checkout. */
  readonly root: string;
  readonly kernel: GuestKernel;
  readonly say: (line: string) => void;
}

/**
 * Runs each test file in a virtual machine of its own, so many at once as there are processors; one that measures has no other beside it.
 * Resolves to those that failed.
 */
export async function runInGuests(files: readonly string[], { root, kernel, say }: GuestRuns): Promise<string[]> {
  const compiled = warmCompileCache(root, guestUser(root).user);
  const failed: string[] = [];
  const run = async (file: string, print: (line: string) => void): Promise<void> => {
    const begin = performance.now();
    const script = guestScript({ root, node: process.execPath, compiled, file });
    const code = await bootGuest(kernel, { as: "guest", script }, { print, say });
    if (code !== 0) failed.push(file);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    print(`kernel: ${file} ${code === 0 ? "passed" : "FAILED"} after ${seconds} s.`);
  };
  const isMeasuring = (file: string): boolean => file.endsWith("-latency.test.ts");
  for (const file of files.filter(isMeasuring)) await run(file, console.log);
  const waiting = files.filter((file) => !isMeasuring(file));
  const runNext = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      say(`${file} has begun ...`);
      await printAtEnd((print) => run(file, print));
    }
  };
  if (waiting.length === 1) for (const file of waiting) await run(file, console.log);
  else await Promise.all(Array.from({ length: availableParallelism() }, runNext));
  return failed;
}

/** Lines of two at once would mix. */
async function printAtEnd(run: (print: (line: string) => void) => Promise<void>): Promise<void> {
  const held: string[] = [];
  await run((line) => held.push(line));
  for (const line of held) console.log(line);
}
