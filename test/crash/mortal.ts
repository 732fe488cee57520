import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Which crash point stops the process: its n-th visit, or the n-th of all points that are reached, each from 1; or the n-th moment
 * right before or after something leaves the process.
 */
export type Stop =
  | { readonly point: number; readonly visit: number }
  | { readonly step: number }
  | { readonly pass: number };

/** Unwinds what a stopped process was doing. Nothing that it still does reaches anything outside. */
export class Stopped extends Error {}

/** What began in one life belongs to it, also when it goes on behind a promise or a timer. */
const lives = new AsyncLocalStorage<Mortal>();

/** One life of the agent inside this process. Stopped at a crash point, it is as if killed: the outside is deaf to it. */
export class Mortal {
  /** For each crash point, how many effects had left the process at each of its visits. */
  readonly visits = new Map<number, number[]>();
  readonly #stop: Stop | undefined;
  readonly #onStop: () => void;
  #steps = 0;
  #passes = 0;
  #effects = 0;
  #isDead = false;

  /** `onStop` is called in the very moment of the stop. */
  constructor(stop: Stop | undefined, onStop: () => void) {
    this.#stop = stop;
    this.#onStop = onStop;
  }

  /** Called at every crash point, by whatever code: throws where the life that came there is over. */
  static reach(this: void, point: number): void {
    const life = lives.getStore();
    if (life !== undefined) life.#reach(point);
  }

  /** Called right before something leaves the process, and right after: throws where the life that came there is over. */
  static pass(this: void): void {
    const life = lives.getStore();
    if (life !== undefined) life.#pass();
  }

  /** Something left the process: to the disk, the hardware, the homeserver. Between two of these all stops are alike. */
  static effect(this: void): void {
    const life = lives.getStore();
    if (life !== undefined) life.#effects += 1;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Ends it from outside, wherever it is. */
  end(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    lives.exit(this.#onStop);
  }

  /** Runs something as a part of this life. */
  run<Result>(work: () => Result): Result {
    return lives.run(this, work);
  }

  /** Something from outside calls in; a dead life takes no calls. */
  call(work: () => void): void {
    if (this.#isDead) return;
    try {
      lives.run(this, work);
    } catch (error) {
      if (!isStopped(error)) throw error;
    }
  }

  #reach(point: number): void {
    if (this.#isDead) throw new Stopped();
    this.#steps += 1;
    const visits = this.visits.get(point) ?? [];
    const visit = visits.push(this.#effects);
    this.visits.set(point, visits);
    const stop = this.#stop;
    if (stop === undefined) return;
    if ("step" in stop ? stop.step === this.#steps : "point" in stop && stop.point === point && stop.visit === visit) {
      this.end();
      throw new Stopped();
    }
  }

  #pass(): void {
    if (this.#isDead) throw new Stopped();
    this.#passes += 1;
    if (this.#stop === undefined || !("pass" in this.#stop) || this.#stop.pass !== this.#passes) return;
    this.end();
    throw new Stopped();
  }
}

/** Whether an error comes of a stop, however it was wrapped. */
export function isStopped(error: unknown): boolean {
  if (error instanceof Stopped) return true;
  if (error instanceof SuppressedError) return isStopped(error.error);
  return error instanceof Error && error.cause !== undefined && isStopped(error.cause);
}
