import { HandClock } from "../fakes/hand-clock.ts";

/** What the system says of its clock from a moment on. */
export interface ClockSetting {
  /** Monotonic ms. */
  readonly from: number;
  /** UTC ms that it shows, less the true ones. */
  readonly off: number;
  /** Whether the system vouches for it. */
  readonly isTrusted: boolean;
}

/** A hand-moved clock of which everything that was ever done to it is known. */
export class NotedClock extends HandClock {
  readonly #settings: ClockSetting[] = [{ from: 0, off: 0, isTrusted: true }];
  readonly #beganAt: number;

  /** Right, at first. */
  constructor(utc: number) {
    super();
    super.jump(utc - super.now());
    this.#beganAt = utc;
  }

  /** UTC ms as everybody else has it, at a monotonic ms. */
  trueAt(monotonic: number): number {
    return this.#beganAt + monotonic;
  }

  /** In order. */
  get settings(): readonly ClockSetting[] {
    return this.#settings;
  }

  override jump(ms: number): void {
    super.jump(ms);
    this.#note({ off: this.#last.off + ms });
  }

  override setTrusted(isTrusted: boolean): void {
    super.setTrusted(isTrusted);
    this.#note({ isTrusted });
  }

  get #last(): ClockSetting {
    return this.#settings.at(-1) ?? { from: 0, off: 0, isTrusted: true };
  }

  #note(change: Partial<ClockSetting>): void {
    this.#settings.push({ ...this.#last, ...change, from: this.monotonic() });
  }
}
