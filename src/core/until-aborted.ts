/**
 * What becomes of a step, or undefined when the signal aborts first; what the step does later is heard by nobody. Keeps nothing of the step in a
 * signal that outlives it, as a race with one promise for all steps would.
 */
export async function untilAborted<Result>(step: Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const onAbort = (): void => resolve(undefined);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([step, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
