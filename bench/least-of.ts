export interface LeastOf<Measured> {
  readonly figure: (measured: Measured) => number;
  readonly enough: number;
  /** Default: 6. */
  readonly mostTries?: number;
  /** Told before each further try, with the least so far. */
  readonly onAgain?: (least: number) => void;
}

/**
 * What else a machine does, and when V8 compiles or collects, only ever makes a figure larger: measured again until one is `enough`, at most
 * so many times in all. The least counts.
 */
export async function leastOf<Measured>(
  measure: (tries: number) => Promise<Measured>,
  { figure, enough, mostTries = 6, onAgain = () => undefined }: LeastOf<Measured>,
): Promise<Measured> {
  let least = await measure(0);
  for (let tries = 1; tries < mostTries && figure(least) > enough; tries++) {
    onAgain(figure(least));
    const measured = await measure(tries);
    if (figure(measured) < figure(least)) least = measured;
  }
  return least;
}
