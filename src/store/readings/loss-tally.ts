import type { AffordancePath } from "../../core/ids.ts";
import type { Loss, LossReason } from "../../core/reading-loss.ts";

/** Counts readings that are given up, by property. */
export class LossTally {
  readonly #losses = new Map<AffordancePath | undefined, { count: number; fromAt: number; toAt: number }>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** `path` undefined: nobody knows of which property. */
  note(path: AffordancePath | undefined, at: number): void {
    this.#count += 1;
    const known = this.#losses.get(path);
    if (known === undefined) {
      this.#losses.set(path, { count: 1, fromAt: at, toAt: at });
      return;
    }
    known.count += 1;
    known.fromAt = Math.min(known.fromAt, at);
    known.toAt = Math.max(known.toAt, at);
  }

  losses(reason: LossReason): readonly Loss[] {
    return [...this.#losses].map(([path, loss]) => ({ path, reason, ...loss }));
  }

  clear(): void {
    this.#losses.clear();
    this.#count = 0;
  }
}
