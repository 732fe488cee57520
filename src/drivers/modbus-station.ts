import type { Clock } from "../core/clock.ts";
import { SilentWait } from "./silent-wait.ts";

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
