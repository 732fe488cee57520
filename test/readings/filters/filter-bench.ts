import assert from "node:assert/strict";
import { formatDecimal, parseDecimal } from "../../../src/core/decimal.ts";
import type { ProcessStep } from "../../../src/core/process-step.ts";
import type { Quality } from "../../../src/core/quality.ts";
import type { Reading } from "../../../src/core/reading.ts";
import { isDecimal, type Value } from "../../../src/core/value.ts";
import { Chain } from "../../../src/readings/filters/chain.ts";
import type { Moment } from "../../../src/readings/filters/filter.ts";
import { filterOf } from "../../../src/readings/filters/filter-of.ts";
import { someProperty } from "../../fakes/some-thing.ts";

const utcStart = 1_000_000;

export function decimal(text: string) {
  return parseDecimal(text) ?? assert.fail(text);
}

/** A reading of a number, a word or a boolean, or a hole of that quality. */
export function readingOf(text: string | boolean, at = 0): Reading {
  const path = someProperty().path;
  const measuredAt = utcStart + at;
  const hole = { path, value: undefined, measuredAt: undefined, takenAt: measuredAt };
  if (text === "fault" || text === "unavailable") return { ...hole, quality: text };
  const value: Value = typeof text === "boolean" ? text : (parseDecimal(text) ?? text);
  return { path, value, quality: "ok", measuredAt, takenAt: measuredAt };
}

export function show({ value, quality }: { readonly value: Value | undefined; readonly quality: Quality }): string {
  const text = isDecimal(value) ? formatDecimal(value) : String(value);
  return quality === "ok" ? text : `${quality} ${text}`;
}

/** Steps with a clock of their own. */
export class FilterBench {
  readonly chain: Chain;
  now = 0;

  constructor(steps: readonly ProcessStep[], decimals = 6) {
    this.chain = new Chain(steps.map((step) => filterOf(step, decimals)));
  }

  get moment(): Moment {
    return { now: this.now, utc: utcStart + this.now };
  }

  /** What comes out at once of one after the other; "" for nothing. */
  take(...texts: readonly (string | boolean)[]): readonly string[] {
    return texts.map((text) => {
      const passed = this.chain.take(readingOf(text, this.now), this.moment);
      return passed === undefined ? "" : show(passed);
    });
  }

  /** What comes out by time alone, with the ms of the start at which it was measured. */
  wait(ms: number): readonly string[] {
    this.now += ms;
    const dues = this.chain.due(this.moment);
    return dues.map(({ reading, isRepeated }) => {
      const measured = reading.measuredAt === undefined ? "never" : reading.measuredAt - utcStart;
      return `${show(reading)} measured ${measured}${isRepeated ? ", repeated" : ""}`;
    });
  }
}
