/** Lets everybody through who waits at it. */
export class Turnstile {
  #gate = Promise.withResolvers<void>();

  open(): void {
    const { resolve } = this.#gate;
    this.#gate = Promise.withResolvers();
    resolve();
  }

  /** Resolves when it opens next. */
  next(): Promise<void> {
    return this.#gate.promise;
  }
}
