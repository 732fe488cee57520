import type { Quality } from "../../core/quality.ts";
import type { Value } from "../../core/value.ts";

/** A reading as a segment holds it. */
export interface PackedReading {
  readonly position: number;
  /** Id of its series. */
  readonly series: number;
  /** UTC ms, up to the largest of a Date. */
  readonly at: number;
  readonly quality: Quality;
  readonly value: Value | undefined;
}

/** Digits after the point of a series' numbers. */
export type ScaleOf = (series: number) => number;

/** The first byte of a pack: how the bytes after it are to be read. */
export const packVersion = 1;

/** How a value stands in the column of values. Part of the file's format: never renumbered. */
export const form = { none: 0, number: 1, otherScale: 2, off: 3, on: 4, word: 5 } as const;

/** A kind is quality × 8 + form. A block of nothing but the usual kind, a number without fault, holds no column of kinds. */
export const forms = 8;
export const usualKind = form.number;

/** The step from one time to the next that the next but one is held against, when it is not absurd: sums of it stay exact. */
export function nextStep(moved: number): number {
  return Math.abs(moved) < 2 ** 40 ? moved : 0;
}
