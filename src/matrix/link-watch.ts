import type { Clock } from "../core/clock.ts";

export type LinkState = "up" | "lost";

/** ms without a successful sync after which the link counts as lost: two long polls. */
export const lostAfter = 60_000;

/** Says `up` at the first sync and after each loss, and `lost` once per loss. */
export class LinkWatch implements Disposable {
  readonly #clock: Clock;
  readonly #tell: (state: LinkState) => void;
  #state: LinkState | undefined;
  #timer: Disposable | undefined;

  constructor(clock: Clock, tell: (state: LinkState) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#wait();
  }

  synced(): void {
    this.#wait();
    this.#become("up");
  }

  get state(): LinkState {
    return this.#state ?? "lost";
  }

  #wait(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#clock.after(lostAfter, () => this.#become("lost"));
  }

  #become(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#tell(state);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }
}
