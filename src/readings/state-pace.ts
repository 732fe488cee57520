/** ms between state events of all Things together: half of Synapse's 0.2 events per second. */
const msPerEvent = 10_000;
/** Half of Synapse's burst of 10. */
const burst = 5;
const shortestIntervalMs = 60_000;

interface Turn {
  /** Something changed that was not told yet. */
  isDirty: boolean;
  /** An output is among it. */
  isUrgent: boolean;
  /** Monotonic ms at which it was told last. */
  toldAt: number;
}

/**
 * Says which Thing's state may go now. The first change after a quiet interval and every change of an output go at
 * once, others at the end of the interval, and all together never take more than half of the event budget; outputs
 * come first within it. Monotonic ms.
 */
export class StatePace<Key extends string> {
  readonly #intervalMs: number;
  readonly #turns: ReadonlyMap<Key, Turn>;
  #creditMs = msPerEvent * burst;
  #filledTo: number;

  /** `interval`: least ms between two unhurried events of one key, where 60 s, or 10 s per key, is too often. */
  constructor(keys: readonly Key[], now: number, interval = 0) {
    this.#intervalMs = Math.max(shortestIntervalMs, msPerEvent * keys.length, interval);
    this.#turns = new Map(
      keys.map((key) => [key, { isDirty: false, isUrgent: false, toldAt: Number.NEGATIVE_INFINITY }]),
    );
    this.#filledTo = now;
  }

  /** Something of it changed; `isOutput`: what it controls did. */
  changed(key: Key, isOutput: boolean): void {
    const turn = this.#turns.get(key);
    if (turn === undefined) return;
    turn.isDirty = true;
    turn.isUrgent ||= isOutput;
  }

  /** Whose event may go now. */
  due(now: number): Key | undefined {
    return this.dueIn(now) === 0 ? this.#first()?.key : undefined;
  }

  /** ms until the next one may; undefined: nothing waits. */
  dueIn(now: number): number | undefined {
    const first = this.#first();
    if (first === undefined) return undefined;
    this.#fill(now);
    return Math.max(0, first.dueAt - now, msPerEvent - this.#creditMs);
  }

  /** Its event was sealed with what is true now. */
  taken(key: Key, now: number): void {
    const turn = this.#turns.get(key);
    if (turn === undefined) return;
    this.#fill(now);
    this.#creditMs -= msPerEvent;
    turn.isDirty = false;
    turn.isUrgent = false;
    turn.toldAt = now;
  }

  /** The one that has waited longest of the urgent ones, else of all. */
  #first(): { readonly key: Key; readonly dueAt: number } | undefined {
    const dirty = [...this.#turns].filter(([, { isDirty }]) => isDirty);
    const waiting = dirty.map(([key, { isUrgent, toldAt }]) => ({
      key,
      isUrgent,
      toldAt,
      dueAt: isUrgent ? Number.NEGATIVE_INFINITY : toldAt + this.#intervalMs,
    }));
    return waiting.sort((a, b) => compare(Number(b.isUrgent), Number(a.isUrgent)) || compare(a.toldAt, b.toldAt))[0];
  }

  #fill(now: number): void {
    this.#creditMs = Math.min(msPerEvent * burst, this.#creditMs + Math.max(0, now - this.#filledTo));
    this.#filledTo = Math.max(now, this.#filledTo);
  }
}

/** By size; a difference would be NaN for two infinities. */
function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
