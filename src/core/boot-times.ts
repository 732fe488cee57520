/** When the machine was started. */
export interface BootTime {
  /** Stands for this boot in times of the log. */
  readonly slot: number;
  /** UTC ms. */
  readonly startedAt: number;
  /** Else it is a guess. */
  readonly isKnown: boolean;
}

/** What times that were measured before UTC was known are repaired by. */
export interface BootTimes {
  /**
   * Something is measured in that boot while nobody knows UTC. Keeps the guess, UTC ms, or that of an earlier run where it is later, and tells
   * what is known or kept. Never throws for a full disk: this run has its times by it all the same.
   */
  beginBoot(boot: string, guess: number): BootTime;
  /**
   * When that boot was, UTC ms: repairs all times of it that wait, those of earlier runs too. The first word holds: another one after a step of
   * the clock would part what was told from what waits.
   */
  knowBoot(boot: string, startedAt: number): void;
}
