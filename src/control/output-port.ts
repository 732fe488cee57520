import type { AffordancePath } from "../core/ids.ts";
import type { Wire } from "../core/value.ts";

/** One output of a driver, as control sees it. */
export interface OutputPort {
  /** Whether its connection is up: nothing is kept for later. */
  readonly isUp: boolean;
  /**
   * Resolves when the bus took it; rejects with a WriteFailure when it did not, or with the signal's reason. `isRest`: it
   * brings the output to rest, and does no harm late.
   */
  write(wire: Wire, signal: AbortSignal, isRest?: boolean): Promise<void>;
}

/** The outputs that are open; undefined for a path that has none. */
export type FindOutput = (path: AffordancePath) => OutputPort | undefined;
