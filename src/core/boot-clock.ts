/** The time since the machine started. */
export interface BootClock {
  /** Another one after each start of the machine. */
  readonly id: string;
  /** ms since then, those asleep included; never goes back, whatever is done to UTC. */
  sinceBoot(): number;
}
