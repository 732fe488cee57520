import type { Clock } from "../core/clock.ts";

/** Runs a step with a signal that is aborted after `ms` or with `outer`. Settles then, even where the step hangs. */
export async function withTimeLimit<Result>(
  clock: Clock,
  ms: number,
  outer: AbortSignal,
  step: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const limit = new AbortController();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (reason: unknown) => {
    limit.abort(reason);
    reject(reason);
  };
  const leave = () => abort(outer.reason);
  const timer = clock.after(ms, () => abort(new DOMException(`No answer within ${ms} ms`, "TimeoutError")));
  if (outer.aborted) leave();
  outer.addEventListener("abort", leave);
  try {
    return await Promise.race([aborted, step(limit.signal)]);
  } finally {
    timer[Symbol.dispose]();
    outer.removeEventListener("abort", leave);
  }
}
