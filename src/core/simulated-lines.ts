/** Simulated lines with levels that outlive the agent when they live behind a socket. */
export interface SimulatedLines extends AsyncDisposable {
  readonly isUp: boolean;
  /** Resolves when the hardware took the level; rejects with a WriteFailure or the signal's reason. */
  write(line: string, level: string, signal: AbortSignal): Promise<void>;
  /** Calls `take` with the level now and at every change until disposed; an undefined level means the line reports a fault. */
  watch(line: string, take: (level: string | undefined) => void): Disposable;
  /** Has the level of a watched line told anew, where the lines can be reached. */
  ask(line: string): void;
}
