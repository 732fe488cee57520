import type { Clock } from "../core/clock.ts";

/** ms after a silence until it is tried again: twice as long each time. */
const shortestWait = 1000;
const longestWait = 60_000;

/** Growing waits of something that does not answer. */
export class SilentWait {
  readonly #clock: Clock;
  #wait = shortestWait;
  #until: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isSilent(): boolean {
    return this.#until !== undefined;
  }

  get isOver(): boolean {
    return this.#until === undefined || this.#clock.monotonic() >= this.#until;
  }

  begin(): void {
    this.#until = this.#clock.monotonic() + this.#wait;
    this.#wait = Math.min(longestWait, 2 * this.#wait);
  }

  end(): void {
    this.#until = undefined;
    this.#wait = shortestWait;
  }
}

/** What may be asked of one station when. */
export interface StationQuestion {
  readonly wait: SilentWait;
  ask(): void;
}

/**
 * One station with its questions. One that answers none of them is asked ever more seldom, whatever they are; of one that
 * answers some, only the others wait.
 */
export class ModbusStation {
  readonly questions = new Set<StationQuestion>();
  readonly #wait: SilentWait;

  constructor(clock: Clock) {
    this.#wait = new SilentWait(clock);
  }

  begin(): void {
    this.#wait.end();
  }

  mayAsk({ wait }: StationQuestion): boolean {
    return this.#isSilent ? this.#wait.isOver : wait.isOver;
  }

  answered(question: StationQuestion): void {
    const wasSilent = this.#isSilent;
    question.wait.end();
    this.#wait.end();
    if (!wasSilent) return;
    for (const other of this.questions) {
      if (other === question) continue;
      other.wait.end();
      other.ask();
    }
  }

  silent(question: StationQuestion): void {
    question.wait.begin();
    if (this.#isSilent) this.#wait.begin();
  }

  get #isSilent(): boolean {
    return [...this.questions].every(({ wait }) => wait.isSilent);
  }
}
