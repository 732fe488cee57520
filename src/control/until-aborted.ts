export interface AbortWait<Result> extends Disposable {
  readonly promise: Promise<Result>;
}

/** Resolves when the signal is aborted, at once where it is; what it listens to is let go when disposed. */
export function untilAborted<Result>(signal: AbortSignal, result: () => Result): AbortWait<Result> {
  const { promise, resolve } = Promise.withResolvers<Result>();
  const take = (): void => resolve(result());
  if (signal.aborted) take();
  signal.addEventListener("abort", take);
  return { promise, [Symbol.dispose]: () => signal.removeEventListener("abort", take) };
}
