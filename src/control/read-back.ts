import type { Clock } from "../core/clock.ts";
import { absolute, compareDecimals, type Decimal, subtract } from "../core/decimal.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Reading } from "../core/reading.ts";
import { sameValue } from "../core/same-value.ts";
import { isDecimal, type Value } from "../core/value.ts";

/** ms to wait for a read-back where the configuration does not say. */
export const readBackDefaultMs = 5_000;

interface Wait {
  readonly matches: (value: Value) => boolean;
  readonly confirm: (value: Value) => void;
}

export interface ReadBackWait extends Disposable {
  /** The value that was read and matches; undefined when none came in time. */
  readonly seen: Promise<Value | undefined>;
}

/** Tells writes what was read since. Readings are handed in as they come; nothing is asked for. */
export class ReadBack {
  readonly #waits = new Map<AffordancePath, Set<Wait>>();

  /** Every decoded reading, synchronously. */
  take({ path, value, quality }: Reading): void {
    if (value === undefined || quality !== "ok") return;
    for (const wait of this.#waits.get(path) ?? []) if (wait.matches(value)) wait.confirm(value);
  }

  /** Waits at most `withinMs` for a reading of `path` that matches. */
  expect(path: AffordancePath, matches: (value: Value) => boolean, withinMs: number, clock: Clock): ReadBackWait {
    const { promise, resolve } = Promise.withResolvers<Value | undefined>();
    const end = (value: Value | undefined) => {
      timer[Symbol.dispose]();
      this.#remove(path, wait);
      resolve(value);
    };
    const timer = clock.after(withinMs, () => end(undefined));
    const wait: Wait = { matches, confirm: end };
    this.#add(path, wait);
    return { seen: promise, [Symbol.dispose]: () => end(undefined) };
  }

  #add(path: AffordancePath, wait: Wait): void {
    const waits = this.#waits.get(path) ?? new Set();
    waits.add(wait);
    this.#waits.set(path, waits);
  }

  #remove(path: AffordancePath, wait: Wait): void {
    const waits = this.#waits.get(path);
    waits?.delete(wait);
    if (waits?.size === 0) this.#waits.delete(path);
  }
}

/** Whether a read value is the wanted one, give or take the tolerance. */
export function isNear(value: Value, wanted: Value, tolerance: Decimal | undefined): boolean {
  if (tolerance === undefined || !isDecimal(value) || !isDecimal(wanted)) return sameValue(value, wanted);
  return compareDecimals(absolute(subtract(value, wanted)), tolerance) <= 0;
}
