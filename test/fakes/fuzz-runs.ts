/** ms of CPU that no input may hold the loop. */
export const longestHoldMs = 50;

/** How much a fuzz test plays: `FUZZ_SECONDS` of it, or a fixed number of inputs; for fast-check. */
export function fuzzRuns(numRuns: number) {
  const seconds = Number(process.env.FUZZ_SECONDS ?? 0);
  if (seconds === 0) return { numRuns };
  return {
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
  };
}

/** ms of CPU that this thread has used: what other threads and other programs do holds no loop. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const mostTries = 3;

/** ms of CPU that it takes at least. Tried again where it was too long, since now and then garbage is collected. */
export async function leastCpuMs(step: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < mostTries && least >= longestHoldMs; tries++) {
    const before = cpuMs();
    await step();
    least = Math.min(least, cpuMs() - before);
  }
  return least;
}
