const firstMs = 1000;
const longestMs = 60_000;

/** ms to wait after that many failures in a row (from 1): doubling up to 60 s, each between half and the whole of it. */
export function retryDelay(failures: number, random: () => number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(whole * (0.5 + random() / 2));
}
