import type { AgentFault } from "../core/agent-fault.ts";

/** How a run ends: asked to by a signal, or by a fault that leaves nothing to go on with. */
export interface RunEnd {
  /** Resolves when asked to stop; rejects with the fault. */
  readonly ended: Promise<void>;
  readonly fail: (fault: AgentFault) => void;
  /** Asks to stop, as a signal does. */
  readonly stop: () => void;
}

export function runEnd(stop: AbortSignal): RunEnd {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (stop.aborted) resolve();
  stop.addEventListener("abort", () => resolve(), { once: true });
  promise.catch(() => undefined);
  return { ended: promise, fail: reject, stop: resolve };
}

/** Rejects when the run fails, resolves to `undefined` when it is asked to stop first, else to the result of the step. */
export async function unlessEnded<Result>({ ended }: RunEnd, step: Promise<Result>): Promise<Result | undefined> {
  return await Promise.race([step, ended.then(() => undefined)]);
}
