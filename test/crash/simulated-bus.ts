/** A cable between the agent and its hardware, which may be pulled. */
export class SimulatedBus {
  #isUp = true;
  readonly #takers = new Set<(isUp: boolean) => void>();

  get isUp(): boolean {
    return this.#isUp;
  }

  turn(isUp: boolean): void {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    for (const take of [...this.#takers]) take(isUp);
  }

  /** Called at each change until disposed. */
  watch(take: (isUp: boolean) => void): Disposable {
    this.#takers.add(take);
    return { [Symbol.dispose]: () => void this.#takers.delete(take) };
  }
}
