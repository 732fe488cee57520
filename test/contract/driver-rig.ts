import type { Clock } from "../../src/core/clock.ts";
import type { ConnectionMemory } from "../../src/core/connection-memory.ts";
import type { Machine } from "../../src/core/machine.ts";
import type { Wire } from "../../src/core/value.ts";

type Settings = Readonly<Record<string, unknown>>;

/** A driver's bus with its far side in the test's hand: one property that is read, one that is written. */
export interface DriverRig extends AsyncDisposable {
  readonly connection: Settings;
  /** Left out where the driver cannot read, or cannot write. */
  readonly from?: Settings;
  readonly to?: Settings;
  readonly memory?: ConnectionMemory;
  /** The far side says a value. */
  say(text: string): void | Promise<void>;
  /** The far side says something that cannot be a value. */
  sayGarbage(): void | Promise<void>;
  lose(): Promise<void>;
  restore(): Promise<void>;
  /** The far side goes on living but takes nothing more. Left out where a write is over within the call. */
  stall?(): Promise<void>;
  /** A value that a stalled bus certainly cannot take. */
  readonly tooMuch?: string;
  /** Where a bus has no room for any text: what is said and written instead. */
  readonly words?: DriverWords;
  /** Where the bus is no real one. */
  readonly machine?: (clock: Clock) => Machine;
  /** What reached the far side, byte for byte. */
  received(): readonly string[] | Promise<readonly string[]>;
}

/** What the contract says and writes, in its order. */
export interface DriverWords {
  /** First; after garbage; after a loss; to both who listen; to the one that stays. */
  readonly said: readonly [string, string, string, string, string];
  /** As what a text that the far side said comes. */
  heard(text: string): string;
  /** What is written, and what reaches the far side of it; undefined: the bus has no room for it. */
  readonly written: readonly (readonly [wire: Wire, text: string | undefined])[];
  /** Written to a lost bus, and after it is back. */
  readonly late: string;
  readonly fresh: string;
}
