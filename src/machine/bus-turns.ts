import type { Clock } from "../core/clock.ts";

/** A turn that was not over in time, or that never came because another one hangs. */
export interface LateTurn {
  readonly late: string;
}

interface Turn {
  readonly bus: string;
  /** Monotonic ms by which it should be over; undefined while it waits. */
  deadline: number | undefined;
  begin(): void;
}

/**
 * One turn at a time on a bus, and few at once in all: a read that the kernel does not answer keeps a thread of the process for good,
 * and there are only four of them (libuv's pool), which the disk and the resolver need too.
 */
export class BusTurns {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #abandon: () => Disposable;
  readonly #waiting = new Set<Turn>();
  readonly #running = new Set<Turn>();

  /** `abandon`: told of a step that nobody waits for any more, until it is over. */
  constructor(clock: Clock, most: number, abandon: () => Disposable) {
    this.#clock = clock;
    this.#most = most;
    this.#abandon = abandon;
  }

  /**
   * What comes of a step, or that it was late: `within` ms after it began, or at once where one that is late is in its way. What is
   * late goes on, and holds its bus until it is over. `step` is told whether somebody still waits for it.
   */
  run<Result>(
    bus: string,
    within: number,
    signal: AbortSignal,
    step: (isWanted: () => boolean) => Promise<Result>,
  ): Promise<Result | LateTurn> {
    const { promise, resolve, reject } = Promise.withResolvers<Result | LateTurn>();
    const blocked = this.#whatIsInTheWayOf(bus);
    if (signal.aborted || blocked !== undefined) return Promise.resolve({ late: blocked ?? "closed" });
    let isWanted = true;
    let timer: Disposable | undefined;
    let abandoned: Disposable | undefined;
    const end = (settle: () => void): void => {
      isWanted = false;
      timer?.[Symbol.dispose]();
      signal.removeEventListener("abort", onAbort);
      this.#waiting.delete(turn);
      settle();
    };
    const giveUp = (late: string): void => {
      if (this.#running.has(turn)) abandoned = this.#abandon();
      end(() => resolve({ late }));
    };
    const onAbort = (): void => giveUp("closed");
    const watch = (): void => {
      timer?.[Symbol.dispose]();
      timer = this.#clock.after(within, () => {
        const own = turn.deadline === undefined ? undefined : `no answer in ${within} ms`;
        const late = own ?? this.#whatIsInTheWayOf(bus);
        if (late === undefined) watch();
        else giveUp(late);
      });
    };
    const turn: Turn = {
      bus,
      deadline: undefined,
      begin: () => {
        turn.deadline = this.#clock.monotonic() + within;
        watch();
        step(() => isWanted)
          .then(
            (result) => end(() => resolve(result)),
            (error: unknown) => end(() => reject(error)),
          )
          .finally(() => {
            abandoned?.[Symbol.dispose]();
            this.#running.delete(turn);
            this.#next();
          });
      },
    };
    signal.addEventListener("abort", onAbort);
    this.#waiting.add(turn);
    watch();
    this.#next();
    return promise;
  }

  #next(): void {
    for (const turn of this.#waiting) {
      if (this.#running.size >= this.#most) return;
      if ([...this.#running].some(({ bus }) => bus === turn.bus)) continue;
      this.#waiting.delete(turn);
      this.#running.add(turn);
      turn.begin();
    }
  }

  #whatIsInTheWayOf(wanted: string): string | undefined {
    const late = [...this.#running].filter(({ deadline = Infinity }) => this.#clock.monotonic() >= deadline);
    if (late.some(({ bus }) => bus === wanted)) return `a read on ${wanted} hangs`;
    if (late.length < this.#most) return undefined;
    return `reads hang on ${late.map(({ bus }) => bus).join(" and ")}`;
  }
}
