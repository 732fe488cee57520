import type { Reading } from "../core/reading.ts";

/** A press is a change from off to on that was seen: a button that is stuck, or found pressed at the start, is none. */
export class PairButton {
  readonly #press: () => void;
  #wasOff = false;

  constructor(press: () => void) {
    this.#press = press;
  }

  /** The button's latest value changed. */
  saw({ value, quality }: Pick<Reading, "value" | "quality">): void {
    if (quality === "ok" && value === true && this.#wasOff) this.#press();
    this.#wasOff = quality === "ok" && value === false;
  }
}
