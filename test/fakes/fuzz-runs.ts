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

/** ms of CPU that this process has used. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
