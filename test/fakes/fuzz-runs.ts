/** ms of the work below on a machine of which 50 ms are asked: about what the figures in bench/README.md are from. */
const workMs = 25;

/** ms of CPU that no input may hold the loop: 50, and as much more as this machine is slower than that one. */
export const longestHoldMs = 50 * Math.max(1, measureWork() / workMs);

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

/** ms of CPU for a fixed piece of work, compiled: JSON, strings and numbers, as most inputs. The kernel may count by ticks of some ms. */
function measureWork(): number {
  work();
  const before = cpuMs();
  work();
  return cpuMs() - before;
}

function work(): number {
  const rows = Array.from({ length: 1000 }, (_, at) => ({ name: `name${at}`, value: at * 0.37, times: [at, at + 1] }));
  let sum = 0;
  for (let round = 0; round < 60; round++) {
    const text = JSON.stringify(rows);
    for (const { name, times } of JSON.parse(text) as typeof rows) sum += name.length + times.length;
    for (let at = 0; at < text.length; at++) sum = (sum * 33 + text.charCodeAt(at)) % 65_521;
  }
  return sum;
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
