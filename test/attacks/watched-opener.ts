import type { EventOpener, SenderFacts } from "../../src/core/room-ports.ts";

/** The opener of a gate, of which is known whether it is at work, and whose findings may be distorted. */
export class WatchedOpener implements EventOpener {
  readonly #opener: EventOpener;
  /** What the crypto library is said to have found instead. */
  distortion: Partial<SenderFacts> = {};
  /** Done once, when the next event that waits for its key was looked at. */
  afterWaiting: (() => Promise<void>) | undefined;
  #busy = 0;

  constructor(opener: EventOpener) {
    this.#opener = opener;
  }

  get isBusy(): boolean {
    return this.#busy > 0;
  }

  open: EventOpener["open"] = (event) =>
    this.#while(async () => {
      const found = await this.#opener.open(event);
      if (found.kind === "waiting") {
        const after = this.afterWaiting;
        this.afterWaiting = undefined;
        await after?.();
      }
      return found.kind === "opened" ? { ...found, facts: this.#distorted(found.facts) } : found;
    });

  recheck: EventOpener["recheck"] = (sender, facts) =>
    this.#while(async () => this.#distorted(await this.#opener.recheck(sender, facts)));

  #distorted(facts: SenderFacts): SenderFacts {
    return { ...facts, ...this.distortion };
  }

  async #while<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
    }
  }
}
