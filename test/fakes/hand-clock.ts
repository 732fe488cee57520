import type { Clock } from "../../src/core/clock.ts";

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that only moves when told to. UTC starts at 2026-01-01T00:00:00Z. */
export class HandClock implements Clock {
  #utc = 1_767_225_600_000;
  #monotonic = 0;
  #trusted = true;
  #order = 0;
  readonly #timers = new Set<Timer>();

  /** Whole ms, as a system tells them. */
  now(): number {
    return Math.floor(this.#utc);
  }

  monotonic(): number {
    return this.#monotonic;
  }

  isTrusted(): boolean {
    return this.#trusted;
  }

  setTrusted(trusted: boolean): void {
    this.#trusted = trusted;
  }

  /** Moves UTC alone, as a system clock that is set does. */
  jump(ms: number): void {
    this.#utc += ms;
  }

  /** Moves both clocks at once and runs nothing that falls due, for what asks the time and never waits. */
  jumpMonotonic(ms: number): void {
    this.#move(ms);
  }

  after(ms: number, run: () => void): Disposable {
    const timer: Timer = { due: this.#monotonic + Math.max(0, ms), order: this.#order++, run };
    this.#timers.add(timer);
    return { [Symbol.dispose]: () => void this.#timers.delete(timer) };
  }

  /** Timers that wait; a test can say that nothing was left behind. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves both clocks and runs what falls due, in order, letting promises settle after each timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#monotonic + ms;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#move(next.due - this.#monotonic);
      next.run();
      await settle();
    }
    this.#move(end - this.#monotonic);
    await settle();
  }

  #move(ms: number): void {
    this.#monotonic += ms;
    this.#utc += ms;
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due || a.order - b.order)[0];
  }
}

/** Lets everything that is already decided happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((done) => setImmediate(done));
}
