import type { FoundLine } from "./find-gpio-line.ts";
import type { GpioClaim, GpioKernel, GpioRefusal } from "./gpio-kernel.ts";
import type { GpioEvent, GpioLineConfig } from "./gpio-uapi.ts";

/** Who has a part in a line. */
export interface GpioLineUser {
  level(level: boolean): void;
  edge(level: boolean, ago: number, at: bigint): void;
  lost(count: number): void;
  /** Its chip went away; the line is not held any more. */
  gone(reason: string): void;
}

const nanosecondsInMs = 1e6;

/** One claimed line with all that use it; let go with the last of them. */
export class HeldGpioLine {
  readonly found: FoundLine;
  readonly config: GpioLineConfig;
  readonly #kernel: GpioKernel;
  readonly #users = new Set<GpioLineUser>();
  readonly #released: () => void;
  #claim: GpioClaim | undefined;
  #last = 0;

  private constructor(kernel: GpioKernel, found: FoundLine, config: GpioLineConfig, released: () => void) {
    this.#kernel = kernel;
    this.found = found;
    this.config = config;
    this.#released = released;
  }

  /** Claims it, or says why not. `released`: once, when nobody holds it any more. */
  static take(
    kernel: GpioKernel,
    found: FoundLine,
    config: GpioLineConfig,
    released: () => void,
  ): HeldGpioLine | GpioRefusal {
    const held = new HeldGpioLine(kernel, found, config, released);
    const claim = kernel.claim(found.chip, found.offset, config, {
      events: (events) => held.#take(events),
      gone: () => held.drop(),
    });
    if ("fault" in claim) return claim;
    held.#claim = claim;
    return held;
  }

  get name(): string {
    return `line ${this.found.offset} of ${this.found.chip.label}`;
  }

  /** Uses it until disposed. Tells the level at once. */
  attach(user: GpioLineUser): Disposable {
    this.#users.add(user);
    const level = this.read();
    if (level !== undefined) user.level(level);
    return {
      [Symbol.dispose]: () => {
        if (this.#users.delete(user) && this.#users.size === 0) this.#release();
      },
    };
  }

  /** The level now; undefined: the chip is gone, which all users were told. */
  read(): boolean | undefined {
    const level = this.#claim?.get();
    if (level === undefined) this.drop();
    return level;
  }

  /** Sets it, and tells the level that came of it. False: the chip is gone. Throws a WriteFailure. */
  write(level: boolean): boolean {
    if (this.#claim?.set(level) !== true) {
      this.drop();
      return false;
    }
    const now = this.#claim.get() ?? level;
    const at = this.#kernel.now();
    for (const user of this.#users) user.edge(now, 0, at);
    return true;
  }

  /** Lets it go and tells the users so. */
  drop(reason = `${this.found.chip.path} (${this.found.chip.label}) is gone`): void {
    if (this.#claim === undefined) return;
    const users = [...this.#users];
    this.#users.clear();
    this.#release();
    for (const user of users) user.gone(reason);
  }

  #release(): void {
    const claim = this.#claim;
    this.#claim = undefined;
    claim?.[Symbol.dispose]();
    this.#released();
  }

  #take(events: readonly GpioEvent[]): void {
    const now = this.#kernel.now();
    let hasGap = false;
    for (const { level, at, number } of events) {
      const lost = (number - this.#last - 1) >>> 0;
      this.#last = number;
      if (lost > 0) {
        hasGap = true;
        for (const user of this.#users) user.lost(lost);
      }
      const ago = Math.max(0, Number(now - at) / nanosecondsInMs);
      for (const user of this.#users) user.edge(level, ago, at);
    }
    const level = hasGap ? this.read() : undefined;
    if (level === undefined) return;
    for (const user of this.#users) user.level(level);
  }
}
