import type { OutputPort } from "../../src/control/output-port.ts";
import type { Wire } from "../../src/core/value.ts";
import { WriteFailure } from "../../src/core/write-failure.ts";
import type { HandClock } from "./hand-clock.ts";

/**
 * What a bus does with a value: applies and acknowledges it, does that late, refuses it, applies it but never says so,
 * loses it without a word, or is down.
 */
export type BusMood = "good" | "late" | "refuses" | "mute" | "deaf" | "down";

export const busMoods: readonly BusMood[] = ["good", "late", "refuses", "mute", "deaf", "down"];

/** ms that a late bus takes. */
export const lateMs = 300;

/** A relay at the end of a bus that keeps the order. It remembers its level, whatever becomes of the agent. */
export class PhysicalOutput implements OutputPort {
  mood: BusMood = "good";
  isOn = false;
  /** Called at every change of the level. */
  onEdge: (isOn: boolean) => void = () => undefined;
  /** Called for every value that is handed over, before anything becomes of it. */
  onHandOver: (isOn: boolean) => void = () => undefined;
  readonly #clock: HandClock;
  #last: Promise<void> | undefined;

  constructor(clock: HandClock) {
    this.#clock = clock;
  }

  get isUp(): boolean {
    return this.mood !== "down";
  }

  /** By the bus or by somebody's hand. */
  apply(isOn: boolean): void {
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    this.onEdge(isOn);
  }

  write(wire: Wire): Promise<void> {
    const isOn = wire === true;
    this.onHandOver(isOn);
    switch (this.mood) {
      case "good":
        return this.#inOrder(() => this.apply(isOn));
      case "late":
        return this.#inOrder(() => this.apply(isOn), lateMs);
      case "mute":
        return this.#inOrder(() => this.apply(isOn)).then(never);
      case "deaf":
        return never();
      case "refuses":
        return Promise.reject(new WriteFailure("driver-failed", "refused"));
      case "down":
        return Promise.reject(new WriteFailure("connection-down", "down"));
    }
  }

  /** Applies within the call where nothing is before it and nothing makes it late. */
  #inOrder(apply: () => void, ms = 0): Promise<void> {
    if (this.#last === undefined && ms === 0) {
      apply();
      return Promise.resolve();
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#last ?? Promise.resolve();
    const mine = before.then(() => (ms === 0 ? resolve() : void this.#clock.after(ms, resolve))).then(() => promise);
    const done = mine.then(() => {
      if (this.#last === done) this.#last = undefined;
      apply();
    });
    this.#last = done;
    return done;
  }
}

const never = (): Promise<void> => new Promise(() => undefined);
