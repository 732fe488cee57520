/** Chance as an argument, as the clock is: what draws it can be played again. */
export interface Chance {
  /** From 0 up to and without 1, for what may be guessed: the jitter of waits. */
  fraction(): number;
  /** That many bytes nobody can guess. */
  bytes(count: number): Uint8Array;
  /** A random UUID (RFC 9562, version 4). */
  uuid(): string;
}
