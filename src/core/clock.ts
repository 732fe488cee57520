/** Time as an argument. Everything that waits or asks the time takes one; tests move it by hand. */
export interface Clock {
  /** UTC ms. May jump. */
  now(): number;
  /** ms since an arbitrary start; never goes back. */
  monotonic(): number;
  /** Whether the system says that UTC is right (`clock: trusted` says always). */
  isTrusted(): boolean;
  /** Runs once after that many monotonic ms; disposing it before then cancels it. Never keeps the process alive. */
  after(ms: number, run: () => void): Disposable;
}
