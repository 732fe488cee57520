import type { Clock } from "../core/clock.ts";
import { compareDecimals, type Decimal, decimalOf, divide } from "../core/decimal.ts";

/** Digits after the point: a millionth of a hertz is a pulse in eleven days. */
const digits = 6;
const nanosecondsInSecond = 1_000_000_000n;
const microsecondsInMs = 1000;
const zero = decimalOf(0);

/** The rate of pulses, asked for from time to time. */
export interface PulseRate {
  /** From now on; nothing of before counts. */
  begin(): void;
  /** So many more, the newest `ago` ms before this call and at `at` ns of the kernel's clock. */
  pulses(count: number, ago: number, at: bigint): void;
  /** Hz since it was asked last; undefined: there was one pulse at most, and nobody knows yet. */
  take(): Decimal | undefined;
}

/**
 * Whole periods by the kernel's times: exact at high rates, and right at rates where most intervals have no pulse. Without one, the
 * rate cannot be more than one in the time since the last; after `silence` ms it is 0.
 */
export function pulseRate(silence: number, clock: Clock): PulseRate {
  let quietSince = clock.monotonic();
  /** The pulse at which the periods begin, and the newest one. */
  let first: bigint | undefined;
  let newest: bigint | undefined;
  /** Periods between them. */
  let periods = 0;
  let last: Decimal | undefined;

  function measured(): Decimal | undefined {
    if (first === undefined || newest === undefined || periods === 0 || newest <= first) return undefined;
    const rate = divide(decimalOf(BigInt(periods) * nanosecondsInSecond), decimalOf(newest - first), digits);
    first = newest;
    periods = 0;
    return rate;
  }

  /** One pulse in the time since the last one. */
  function possible(quiet: number): Decimal {
    const microseconds = BigInt(Math.max(1, Math.round(quiet * microsecondsInMs)));
    return divide(decimalOf(1_000_000n), decimalOf(microseconds), digits);
  }

  function begin(): void {
    quietSince = clock.monotonic();
    first = undefined;
    newest = undefined;
    periods = 0;
    last = undefined;
  }

  return {
    begin,
    pulses(count, ago, at) {
      // Of those before the first one whose time is known nobody knows over how long they came.
      if (first !== undefined) periods += count;
      first ??= at;
      newest = at;
      quietSince = clock.monotonic() - ago;
    },
    take() {
      const rate = measured();
      if (rate !== undefined) {
        last = rate;
        return rate;
      }
      const quiet = clock.monotonic() - quietSince;
      if (quiet >= silence) {
        first = undefined;
        newest = undefined;
        periods = 0;
        last = zero;
        return zero;
      }
      if (last === undefined || last === zero) return last;
      const most = possible(quiet);
      return compareDecimals(most, last) < 0 ? most : last;
    },
  };
}
