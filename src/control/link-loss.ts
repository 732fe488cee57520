import type { Clock } from "../core/clock.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Property } from "../core/property.ts";

export interface LinkLossParts {
  readonly clock: Clock;
  readonly setSafe: (outputs: readonly Property[]) => void;
  /** The link is back after these were set safe. */
  readonly onBack: (outputs: readonly Property[]) => void;
}

/** `on_link_loss`: sets outputs safe when the homeserver was not heard for too long. */
export class LinkLoss implements Disposable {
  readonly #parts: LinkLossParts;
  #outputs: readonly Property[] = [];
  /** Monotonic ms; undefined while the link is up, and before it first was. */
  #lostAt: number | undefined;
  #timers: Disposable[] = [];
  #set: Property[] = [];

  constructor(parts: LinkLossParts) {
    this.#parts = parts;
  }

  /** The outputs that it watches over from now on. */
  change(outputs: readonly Property[]): void {
    this.#outputs = outputs.filter(({ onLinkLoss }) => onLinkLoss?.do === "safe");
    if (this.#lostAt !== undefined) this.#schedule(this.#lostAt);
  }

  turn(state: "up" | "lost"): void {
    if (state === "lost") {
      this.#lostAt ??= this.#parts.clock.monotonic();
      this.#schedule(this.#lostAt);
      return;
    }
    this.#lostAt = undefined;
    this.#cancel();
    const set = this.#set.splice(0);
    if (set.length > 0) this.#parts.onBack(set);
  }

  /** Whether this output was set safe and the link is not back: what was asked for before must not switch it on again. */
  isCutOff(path: AffordancePath): boolean {
    return this.#set.some((property) => property.path === path);
  }

  [Symbol.dispose](): void {
    this.#cancel();
  }

  #schedule(lostAt: number): void {
    this.#cancel();
    const { clock } = this.#parts;
    const left = this.#outputs.filter(({ path }) => !this.#set.some((known) => known.path === path));
    for (const after of new Set(left.map(({ onLinkLoss }) => onLinkLoss?.after ?? 0))) {
      const due = left.filter(({ onLinkLoss }) => onLinkLoss?.after === after);
      this.#timers.push(clock.after(lostAt + after - clock.monotonic(), () => this.#expire(due)));
    }
  }

  #expire(due: readonly Property[]): void {
    this.#set.push(...due);
    this.#parts.setSafe(due);
  }

  #cancel(): void {
    for (const timer of this.#timers.splice(0)) timer[Symbol.dispose]();
  }
}
