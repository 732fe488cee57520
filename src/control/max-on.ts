import type { Clock } from "../core/clock.ts";
import { decimalOf } from "../core/decimal.ts";
import type { AffordancePath } from "../core/ids.ts";
import { isOn } from "../core/is-on.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Value } from "../core/value.ts";
import { readBackDefaultMs } from "./read-back.ts";

/** ms after which an output that did not take its safe value is tried again. */
const againMs = 5_000;

interface Run {
  timer: Disposable;
  /** Monotonic ms of our last write that may have turned it on; undefined when only a reading showed it on. */
  readonly writtenAt: number | undefined;
}

/**
 * Ends what is on for longer than `max_on`. The time runs from our write, before anybody knows how that ended, or from
 * a reading that shows on without one. Times are not kept over a restart: outputs are set safe at start.
 */
export class MaxOn implements Disposable {
  readonly #clock: Clock;
  readonly #setOff: (property: Property, value: Value) => Promise<boolean>;
  readonly #runs = new Map<AffordancePath, Run>();

  /** `setOff` sets an output past every queue, resolves with whether it took the value, and never rejects. */
  constructor(clock: Clock, setOff: (property: Property, value: Value) => Promise<boolean>) {
    this.#clock = clock;
    this.#setOff = setOff;
  }

  /** Called before the hardware gets the value. */
  writing(property: Property, value: Value): void {
    if (property.limits.maxOn !== undefined && isOn(property, value)) {
      this.#begin(property, property.limits.maxOn, this.#clock.monotonic());
    }
  }

  /** Called when the hardware took the value. */
  written(property: Property, value: Value): void {
    if (!isOn(property, value)) this.#end(property.path);
  }

  /** Every decoded reading of the property. */
  saw(property: Property, { value, quality }: Reading): void {
    const { maxOn } = property.limits;
    if (maxOn === undefined || value === undefined || quality !== "ok") return;
    const run = this.#runs.get(property.path);
    if (isOn(property, value)) {
      if (run === undefined) this.#begin(property, maxOn, undefined);
    } else if (run !== undefined && !this.#isSettling(property, run)) this.#end(property.path);
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#runs.values()) timer[Symbol.dispose]();
    this.#runs.clear();
  }

  /** A reading right after our write may be older than what the write did. */
  #isSettling(property: Property, { writtenAt }: Run): boolean {
    const settleMs = property.readBack?.within ?? readBackDefaultMs;
    return writtenAt !== undefined && this.#clock.monotonic() - writtenAt < settleMs;
  }

  #begin(property: Property, afterMs: number, writtenAt: number | undefined): void {
    this.#end(property.path);
    const run: Run = { timer: this.#clock.after(afterMs, () => void this.#expire(property, run)), writtenAt };
    this.#runs.set(property.path, run);
  }

  #end(path: AffordancePath): void {
    this.#runs.get(path)?.timer[Symbol.dispose]();
    this.#runs.delete(path);
  }

  async #expire(property: Property, run: Run): Promise<void> {
    const isOff = await this.#setOff(property, valueAtEnd(property));
    if (this.#runs.get(property.path) !== run) return;
    if (isOff) this.#runs.delete(property.path);
    else run.timer = this.#clock.after(againMs, () => void this.#expire(property, run));
  }
}

/** `safe_value`; where that is `null`, plain off, since an end of `max_on` that leaves it on would be none. */
function valueAtEnd({ to, off, type }: Property): Value {
  const safe = to?.safeValue;
  if (safe !== undefined && safe !== null) return safe;
  if (off !== undefined) return off;
  return type === "boolean" ? false : decimalOf(0);
}
