import type { ToDevice } from "../homeserver/lying/wire.ts";
import type { HeldKeys } from "./stage.ts";

export interface KeyHoldParts {
  /** Gives room keys to the agent. */
  readonly give: (messages: readonly ToDevice[]) => Promise<void>;
  /** Once what was held was given or dropped. */
  readonly letGone: () => void;
  readonly settle: () => Promise<void>;
}

/** Room keys on their way to the agent, which a stage may hold back. */
export class KeyHold {
  readonly #parts: KeyHoldParts;
  #held: ToDevice[] | undefined;
  #isForEver = false;

  constructor(parts: KeyHoldParts) {
    this.#parts = parts;
  }

  async pass(messages: readonly ToDevice[]): Promise<void> {
    if (this.#held !== undefined) this.#held.push(...messages);
    else await this.#give(messages);
  }

  hold(how?: "for ever"): HeldKeys {
    this.#held = [];
    this.#isForEver = how === "for ever";
    const release = async (): Promise<void> => {
      await this.letGo();
      await this.#parts.settle();
    };
    return { release, [Symbol.asyncDispose]: release };
  }

  /** Gives what is held, or drops it where it was held for ever. */
  async letGo(): Promise<void> {
    const messages = this.#isForEver ? [] : (this.#held ?? []);
    this.#held = undefined;
    await this.#give(messages);
    this.#parts.letGone();
  }

  async #give(messages: readonly ToDevice[]): Promise<void> {
    if (messages.length > 0) await this.#parts.give(messages);
  }
}
