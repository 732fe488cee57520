import type { Clock } from "../core/clock.ts";
import type { Condition } from "../core/condition.ts";
import type { AffordancePath } from "../core/ids.ts";
import { type ConditionMemory, meetsCondition, nextLookIn, noMemory } from "../core/meets-condition.ts";
import type { Reading } from "../core/reading.ts";
import { sameData } from "../core/same-data.ts";

interface Followed {
  readonly condition: Condition;
  readonly turned: (isMet: boolean) => void;
  memory: ConditionMemory;
  timer: Disposable | undefined;
}

/** Conditions at work: follows readings and time, and says when a condition turns. */
export class ConditionWatch implements Disposable {
  readonly #clock: Clock;
  readonly #latest: (path: AffordancePath) => Reading | undefined;
  readonly #followed = new Map<AffordancePath, Set<Followed>>();

  /** `latest` gives what everybody sees of a property now. */
  constructor(clock: Clock, latest: (path: AffordancePath) => Reading | undefined) {
    this.#clock = clock;
    this.#latest = latest;
  }

  /**
   * Until disposed, `turned` is called, from within `saw` or a timer, when the condition becomes met or ceases to be. What
   * is known of the same condition elsewhere, such as in a configuration that is about to go, is known of this one.
   */
  follow(condition: Condition, turned: (isMet: boolean) => void): Disposable {
    const { path } = condition;
    const those = this.#followed.get(path) ?? new Set();
    const twin = [...those].find((other) => sameData(other.condition, condition));
    const memory = twin?.memory ?? noMemory(this.#clock.monotonic());
    const followed: Followed = { condition, turned, memory, timer: undefined };
    this.#followed.set(path, those.add(followed));
    followed.memory = this.#step(followed, false);
    this.#schedule(followed);
    return {
      [Symbol.dispose]: () => {
        followed.timer?.[Symbol.dispose]();
        those.delete(followed);
      },
    };
  }

  /** As of now. Only one that is followed knows `clear_at`, `for` and `stale`. */
  isMet(condition: Condition): boolean {
    const those = [...(this.#followed.get(condition.path) ?? [])];
    const followed = those.find((candidate) => candidate.condition === condition);
    return followed !== undefined && this.#step(followed, false).isMet;
  }

  /** A property was read (`isNew`), or what is seen of it changed by itself: it grew stale, its Thing went away. */
  saw(path: AffordancePath, isNew: boolean): void {
    for (const followed of this.#followed.get(path) ?? []) this.#look(followed, isNew);
  }

  [Symbol.dispose](): void {
    for (const those of this.#followed.values()) for (const { timer } of those) timer?.[Symbol.dispose]();
    this.#followed.clear();
  }

  #look(followed: Followed, isNew: boolean): void {
    const wasMet = followed.memory.isMet;
    followed.memory = this.#step(followed, isNew);
    this.#schedule(followed);
    if (followed.memory.isMet !== wasMet) followed.turned(followed.memory.isMet);
  }

  #step({ condition, memory }: Followed, isNew: boolean): ConditionMemory {
    return meetsCondition(condition, memory, { reading: this.#latest(condition.path), isNew }, this.#clock.monotonic());
  }

  #schedule(followed: Followed): void {
    followed.timer?.[Symbol.dispose]();
    const next = nextLookIn(followed.condition, followed.memory, this.#clock.monotonic());
    followed.timer = next === undefined ? undefined : this.#clock.after(next, () => this.#look(followed, false));
  }
}
