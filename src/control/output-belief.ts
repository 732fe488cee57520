import { isOn } from "../core/is-on.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import { sameValue } from "../core/same-value.ts";
import type { Value } from "../core/value.ts";

type Standing = "sent" | "taken" | "unsure";

interface Written {
  readonly value: Value;
  readonly before: Written | undefined;
  /** It was known to be off before. */
  readonly wasOff: boolean;
  standing: Standing;
}

/** What became of one value that was handed to the hardware. */
export interface HandedOver {
  taken(): void;
  /** Certainly not taken: what was written before counts again. */
  failed(): void;
  /** Nobody knows. */
  unsure(): void;
}

/** What is known of one output, from what was written and what was read. Whatever is not known to be off counts as on. */
export class OutputBelief {
  readonly #property: Property;
  #written: Written | undefined;
  /** The last reading; undefined while there is no good one. */
  #read: Value | undefined;
  /** Whether a reading came since the last value was handed over. */
  #isReadSince = false;

  constructor(property: Property) {
    this.#property = property;
  }

  /** Called right before the hardware gets a value. */
  handOver(value: Value): HandedOver {
    const written: Written = { value, before: settled(this.#written), wasOff: !this.countsAsOn, standing: "sent" };
    this.#written = written;
    this.#isReadSince = false;
    const become = (standing: Standing) => () => {
      written.standing = standing;
    };
    return {
      taken: become("taken"),
      unsure: become("unsure"),
      failed: () => {
        if (this.#written === written) this.#written = written.before;
      },
    };
  }

  saw({ value, quality }: Reading): void {
    this.#read = quality === "ok" ? value : undefined;
    this.#isReadSince = true;
  }

  /** On when last written or last read so, or unknown. */
  get countsAsOn(): boolean {
    const read = this.#read === undefined ? undefined : isOn(this.#property, this.#read);
    if (this.#written === undefined) return read !== false;
    const { value, standing, wasOff } = this.#written;
    if (isOn(this.#property, value)) return true;
    return standing === "taken" || wasOff ? read === true : !(read === false && this.#isReadSince);
  }

  /** A reading came since the last value was handed over, and shows on. */
  get isReadOn(): boolean {
    return this.#isReadSince && this.#read !== undefined && isOn(this.#property, this.#read);
  }

  /** What was written and taken last; what a condition asks about where nothing is read. */
  get writtenValue(): Value | undefined {
    return this.#written?.standing === "taken" ? this.#written.value : undefined;
  }

  /** Nothing was written and nothing good was read. */
  get isUnknown(): boolean {
    return this.#written === undefined && this.#read === undefined;
  }

  /** The last value that was handed over is off, whether or not it arrived. */
  get isWrittenOff(): boolean {
    return this.#written !== undefined && !isOn(this.#property, this.#written.value);
  }

  /** Certainly on, so that another value that is on switches nothing. */
  get isSurelyOn(): boolean {
    if (this.#read !== undefined && !isOn(this.#property, this.#read)) return false;
    if (this.#written === undefined) return this.#read !== undefined;
    return this.#written.standing === "taken" && isOn(this.#property, this.#written.value);
  }

  /** Certainly has this value: the hardware took it, and no reading says otherwise. */
  isSurely(value: Value): boolean {
    const written = this.#written;
    if (written === undefined || written.standing !== "taken" || !sameValue(written.value, value)) return false;
    return this.#read === undefined || isOn(this.#property, this.#read) === isOn(this.#property, value);
  }
}

/** One step of memory is enough: what came before a value that is settled is forgotten. */
function settled(written: Written | undefined): Written | undefined {
  if (written === undefined || written.standing === "sent") return written;
  return { ...written, before: undefined };
}
