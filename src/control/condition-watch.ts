import type { Clock } from "../core/clock.ts";
import type { Condition } from "../core/condition.ts";
import type { AffordancePath } from "../core/ids.ts";
import { type ConditionMemory, meetsCondition, metSoFar, nextLookIn, noMemory } from "../core/meets-condition.ts";
import type { Reading } from "../core/reading.ts";
import { sameData } from "../core/same-data.ts";

interface Followed {
  readonly condition: Condition;
  readonly lasts: boolean;
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
   * `lasting`: once met it stays so until a known value says otherwise, over a restart too.
   */
  follow(condition: Condition, turned: (isMet: boolean) => void, lasting?: { readonly wasMet: boolean }): Disposable {
    const { path } = condition;
    const those = this.#followed.get(path) ?? new Set();
    const lasts = lasting !== undefined;
    const twin = [...those].find((other) => other.lasts === lasts && sameData(other.condition, condition));
    const now = this.#clock.monotonic();
    const memory = twin?.memory ?? (lasting?.wasMet ? metSoFar(condition, now) : noMemory(now));
    const followed: Followed = { condition, lasts, turned, memory, timer: undefined };
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
    const { kind } = followed.condition.test;
    followed.memory = this.#step(followed, isNew);
    this.#schedule(followed);
    const { isMet } = followed.memory;
    // Two changes in a row are two moments.
    const isAgain = kind === "changes" && isNew && isMet;
    if (isMet !== wasMet || isAgain) followed.turned(isMet);
  }

  #step({ condition, lasts, memory }: Followed, isNew: boolean): ConditionMemory {
    const reading = this.#latest(condition.path);
    const isUnknown = reading?.quality !== "ok" && condition.test.kind !== "stale";
    if (lasts && memory.isMet && isUnknown) return memory;
    return meetsCondition(condition, memory, { reading, isNew }, this.#clock.monotonic());
  }

  #schedule(followed: Followed): void {
    followed.timer?.[Symbol.dispose]();
    const next = nextLookIn(followed.condition, followed.memory, this.#clock.monotonic());
    followed.timer = next === undefined ? undefined : this.#clock.after(next, () => this.#look(followed, false));
  }
}
