/** One output that is on for a part of each period. */
export interface PwmChannel {
  /** What the kernel calls the device behind the chip; undefined: the only one there is. */
  readonly device: string | undefined;
  readonly channel: number;
  /** ns. */
  readonly period: number;
  /** Whether on is low. */
  readonly inverted: boolean;
}

/** Pulse width modulation by the kernel, which goes on with the last duty whatever becomes of this process. */
export interface PwmChips {
  /** Whether there is a chip at all. */
  readonly isUp: boolean;
  /** On for `duty` ns of each period, in the order of the calls. Rejects with a WriteFailure. */
  write(channel: PwmChannel, duty: number, signal: AbortSignal): Promise<void>;
}
