import { untilAborted } from "./until-aborted.ts";

/** What becomes of a step, unless the signal aborts first: then its reason is thrown, whatever the step does later. */
export async function unlessAborted<Result>(step: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return await step;
  const result = await untilAborted(step, signal);
  signal.throwIfAborted();
  return result as Result;
}
