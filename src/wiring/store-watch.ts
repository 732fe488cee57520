import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";

export interface StoreWatchParts {
  readonly clock: Clock;
  readonly log: Log;
}

export interface StoreFailure {
  readonly code: AgentFault["code"];
  readonly detail: string;
  /** UTC ms. */
  readonly since: number;
}

/** ms between two tries to write. */
const againMs = 5_000;

/**
 * Whether the stores of keys and of control can be written. With keys that were not stored nothing may be sent, and a
 * command that was not noted may not act: while they cannot be, there is no room.
 */
export class StoreWatch {
  readonly #parts: StoreWatchParts;
  #failure: StoreFailure | undefined;
  #failed = new AbortController();

  constructor(parts: StoreWatchParts) {
    this.#parts = parts;
  }

  /** undefined while they can be written. */
  get failure(): StoreFailure | undefined {
    return this.#failure;
  }

  /** Aborts with the fault when they next cannot be written; aborted already while they cannot. */
  get failed(): AbortSignal {
    return this.#failed.signal;
  }

  /** They could not be written; while that is known nothing more is said. */
  readonly fail = (fault: AgentFault): void => {
    if (this.#failure !== undefined) return;
    const { clock, log } = this.#parts;
    const { code, message: detail } = fault;
    this.#failure = { code, detail, since: clock.now() };
    log.error(`the disk takes nothing: outputs go to their safe values and the room is left until it does; ${detail}`, {
      code,
    });
    this.#failed.abort(fault);
  };

  /** Tries every 5 s until disposed. `back` resolves once they can be written, and rejects with what `canWrite` throws. */
  tryAgain(canWrite: () => boolean): Disposable & { readonly back: Promise<void> } {
    const { promise: back, resolve, reject } = Promise.withResolvers<void>();
    let timer: Disposable;
    const look = (): void => {
      try {
        if (canWrite()) resolve(this.#isBack());
        else schedule();
      } catch (cause) {
        reject(cause);
      }
    };
    const schedule = (): void => {
      timer = this.#parts.clock.after(againMs, look);
    };
    schedule();
    return { back, [Symbol.dispose]: () => timer[Symbol.dispose]() };
  }

  #isBack(): void {
    this.#failure = undefined;
    this.#failed = new AbortController();
    this.#parts.log.info("the disk takes what is written again");
  }
}

/** Whether a fault means only that the disk takes nothing now. */
export function isStoreFailure(fault: unknown): fault is AgentFault {
  return fault instanceof AgentFault && fault.code === "store-unwritable";
}
