import type { AffordancePath } from "../../core/ids.ts";
import { KernelPoll, type KernelPollParts } from "./kernel-poll.ts";
import type { KernelSource } from "./kernel-source.ts";

/** Everything that is read over one connection: the same value once, for however many properties. */
export class KernelPolls implements Disposable {
  readonly #parts: KernelPollParts;
  readonly #polls = new Map<string, KernelPoll>();

  constructor(parts: KernelPollParts) {
    this.#parts = parts;
  }

  /** The files are always there; a connection is up while one of its sensors is. */
  get isUp(): boolean {
    return this.#polls.size === 0 || [...this.#polls.values()].some(({ isThere }) => isThere);
  }

  /** `key`: the same for what is the same value, read as often. `every`: ms. */
  add(path: AffordancePath, key: string, every: number, source: () => KernelSource): Disposable {
    const known = this.#polls.get(key);
    const poll = known ?? new KernelPoll(source(), every, this.#parts);
    this.#polls.set(key, poll);
    const listening = poll.add(path);
    return {
      [Symbol.dispose]: () => {
        listening[Symbol.dispose]();
        if (poll.isWanted) return;
        poll[Symbol.dispose]();
        if (this.#polls.get(key) === poll) this.#polls.delete(key);
      },
    };
  }

  refresh(path: AffordancePath): boolean {
    const poll = [...this.#polls.values()].find((candidate) => candidate.isFor(path));
    poll?.ask(true);
    return poll !== undefined;
  }

  [Symbol.dispose](): void {
    for (const poll of this.#polls.values()) poll[Symbol.dispose]();
    this.#polls.clear();
  }
}
