/** ms on the clock that all processes of a machine share (CLOCK_MONOTONIC), so that their stamps may be compared. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
