import type { Condition } from "../core/condition.ts";
import { outputsOf, type Thing } from "../core/thing.ts";
import type { ConditionWatch } from "./condition-watch.ts";

/** Follows everything that limits and actions ask about, as long as these Things are there. */
export class StandingConditions implements Disposable {
  readonly #conditions: ConditionWatch;
  readonly #broken: () => void;
  #following = new DisposableStack();

  /** `broken` is called whenever one of them ceases to be met. */
  constructor(conditions: ConditionWatch, broken: () => void) {
    this.#conditions = conditions;
    this.#broken = broken;
  }

  change(things: readonly Thing[]): void {
    // The old ones go last: what is known of a condition that stays is taken over.
    using _before = this.#following;
    this.#following = new DisposableStack();
    for (const condition of conditionsOf(things)) {
      this.#following.use(this.#conditions.follow(condition, (isMet) => isMet || this.#broken()));
    }
  }

  [Symbol.dispose](): void {
    this.#following.dispose();
  }
}

function conditionsOf(things: readonly Thing[]): readonly Condition[] {
  return [
    ...outputsOf(things).flatMap(({ limits }) => [...limits.onlyIf, ...limits.onlyWhile]),
    ...things.flatMap(({ actions }) => actions.flatMap(({ onlyIf }) => onlyIf)),
  ];
}
