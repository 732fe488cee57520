import { absolute, compareDecimals, subtract } from "../core/decimal.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import { sameValue } from "../core/same-value.ts";
import { isDecimal, type Value } from "../core/value.ts";

/** Whether a reading is recorded, and else why not: the same or nearly so, too soon after the last one, or of a press that nobody dates. */
export type ReportVerdict = "recorded" | "same" | "too-soon" | "unknown-age";

type ReportedProperty = Pick<Property, "report" | "momentary">;

/**
 * Decides which readings of one property are recorded. Times are monotonic ms. Changes of quality always pass, and so
 * does every sample of a momentary property whose time is known; values pass when they differ enough from the one recorded last, at most
 * and at least as often as `report` says. Nothing is invented: `at_least_every` passes the next reading that comes.
 */
export class ReportFilter {
  readonly #property: ReportedProperty;
  #recorded: { readonly reading: Reading; readonly at: number } | undefined;
  /** Differs enough, but came too soon after the recorded one. */
  #withheld: Reading | undefined;

  constructor(property: ReportedProperty) {
    this.#property = property;
  }

  /** Whether to record the reading now. One that comes too soon is withheld until `due` hands it out. */
  admit(reading: Reading, now: number): boolean {
    return this.judge(reading, now) === "recorded";
  }

  /** The same, with the reason. */
  judge(reading: Reading, now: number): ReportVerdict {
    const { report, momentary } = this.#property;
    // A retained press is no press: it was recorded when it came, or came when nobody listened.
    if (momentary && isOfUnknownAge(reading)) return "unknown-age";
    const last = this.#recorded;
    const passes =
      last === undefined ||
      momentary ||
      reading.quality !== last.reading.quality ||
      now - last.at >= report.atLeastEvery;
    if (passes) return this.#record(reading, now);
    if (!this.#differs(reading.value, last.reading.value)) {
      this.#withheld = undefined;
      return "same";
    }
    if (now - last.at >= report.atMostEvery) return this.#record(reading, now);
    this.#withheld = reading;
    return "too-soon";
  }

  /** Differs enough, but came too soon. */
  get withheld(): Reading | undefined {
    return this.#withheld;
  }

  /** The withheld reading, once its interval is over; it then counts as recorded. */
  due(now: number): Reading | undefined {
    const reading = this.#withheld;
    if (reading === undefined || now < (this.nextDueAt() ?? now)) return undefined;
    this.#record(reading, now);
    return reading;
  }

  /** Monotonic ms at which a withheld reading is due; undefined: none is withheld. */
  nextDueAt(): number | undefined {
    if (this.#withheld === undefined || this.#recorded === undefined) return undefined;
    return this.#recorded.at + this.#property.report.atMostEvery;
  }

  #record(reading: Reading, at: number): "recorded" {
    this.#recorded = { reading, at };
    this.#withheld = undefined;
    return "recorded";
  }

  #differs(value: Value | undefined, recorded: Value | undefined): boolean {
    if (value === undefined || recorded === undefined) return value !== recorded;
    const { change } = this.#property.report;
    if (change === undefined || !isDecimal(value) || !isDecimal(recorded)) return !sameValue(value, recorded);
    const distance = absolute(subtract(value, recorded));
    return distance.coefficient !== 0n && compareDecimals(distance, change) >= 0;
  }
}

function isOfUnknownAge({ quality, measuredAt }: Reading): boolean {
  return measuredAt === undefined && (quality === "ok" || quality === "out-of-range");
}
