import type { TakeSyncKeys } from "./skip-keyless-syncs.ts";

/** The same answer is asked for again when the crypto could not take its keys; after so many times it goes on without. */
const mostTries = 3;
/** ms before it is asked for again, and so much more each time. */
const pauseEachMs = 1_000;

/**
 * Whether the crypto took the keys of an answer of /sync. The library moves its token on whatever happened, and a homeserver deletes
 * to-device messages when it is asked with the next token: what was not taken then is lost for good.
 */
export class KeysTaken {
  #isTaken = false;
  #failures = 0;

  /** Stands between /sync and the crypto. */
  watch(take: TakeSyncKeys): TakeSyncKeys {
    return async (keys) => {
      const received = await take(keys);
      this.#isTaken = true;
      return received;
    };
  }

  /** An answer is handed to the library. */
  begin(): void {
    this.#isTaken = false;
  }

  /** The library is done with it: whether the token may move on, the answer is to be asked for again, or has failed for good. */
  end(): "taken" | "again" | "lost" {
    this.#failures = this.#isTaken ? 0 : this.#failures + 1;
    if (this.#isTaken) return "taken";
    if (this.#failures < mostTries) return "again";
    this.#failures = 0;
    return "lost";
  }

  /** ms to wait before /sync is asked. */
  get pauseMs(): number {
    return this.#failures * pauseEachMs;
  }
}
