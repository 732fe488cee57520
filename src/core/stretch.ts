import type { Decimal } from "./decimal.ts";
import type { Value } from "./value.ts";

/** What is left of the readings of one stretch of time: enough to draw the curve that all of them would draw. */
export interface Stretch {
  /** UTC ms of the first and of the last reading. */
  readonly fromAt: number;
  readonly toAt: number;
  /** Readings with a value that can be trusted. */
  readonly count: number;
  readonly first: Value;
  readonly last: Value;
  /** Of numbers; undefined of booleans and texts. */
  readonly least: Decimal | undefined;
  readonly greatest: Decimal | undefined;
  /** Different booleans and texts, at most `mostWords` of them; none of numbers. */
  readonly words: readonly (boolean | string)[];
  /** After its last reading and before the next stretch came one that cannot be trusted: nobody knows the value from there on. */
  readonly isBroken: boolean;
}

/** Different texts that are kept of a stretch: one more than a chart has rows for. */
export const mostWords = 7;
