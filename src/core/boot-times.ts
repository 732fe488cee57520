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
  /** Something is measured in that boot while nobody knows UTC. Keeps the guess, UTC ms, where an earlier run did not know better. */
  beginBoot(boot: string, guess: number): BootTime;
  /** When that boot was, UTC ms: repairs all times of it that wait, those of earlier runs too. Writes nothing where that is known. */
  knowBoot(boot: string, startedAt: number): void;
}
