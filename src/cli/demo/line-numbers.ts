/** Which numbered lines of the sensor are missing at the operator, and whether they may be. */
export interface LineReport {
  /** How many were received of those that went out before the kill, and after it. */
  readonly before: number;
  readonly after: number;
  /** Missing although somebody listened, and older than a second when the agent was killed. */
  readonly lost: readonly number[];
  /** Missing from the last second before the kill. */
  readonly lastSecond: readonly number[];
  /** How many went out while nobody listened. */
  readonly unheard: number;
  readonly twice: readonly number[];
}

const lastSecondMs = 1_000;

/**
 * `sent`: UTC ms at which each line went out, by number. `received`: numbers in the order of arrival. `killedAt`: UTC ms.
 * The agent listens again from the first received line that went out after the kill.
 */
export function lineNumbers(
  sent: ReadonlyMap<number, number>,
  received: readonly number[],
  killedAt: number,
): LineReport {
  const seen = new Set(received);
  const first = Math.min(...seen);
  const last = Math.max(...seen);
  const back = Math.min(...[...seen].filter((number) => (sent.get(number) ?? 0) > killedAt));
  const missing = [...sent].filter(([number]) => number > first && number < last && !seen.has(number));
  const numbers = (may: (number: number, at: number) => boolean): number[] =>
    missing.filter(([number, at]) => may(number, at)).map(([number]) => number);
  const isLastSecond = (at: number): boolean => at > killedAt - lastSecondMs && at <= killedAt;
  const after = [...seen].filter((number) => (sent.get(number) ?? 0) > killedAt).length;
  return {
    before: seen.size - after,
    after,
    lost: numbers((number, at) => at <= killedAt - lastSecondMs || number > back),
    lastSecond: numbers((_, at) => isLastSecond(at)),
    unheard: numbers((number, at) => at > killedAt && number < back).length,
    twice: received.filter((number, place) => received.indexOf(number) !== place),
  };
}
