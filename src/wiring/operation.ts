import type { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { Systemd } from "../machine/systemd.ts";

/** How a run ends: asked to by a signal, or by a fault that leaves nothing to go on with. */
export interface RunEnd {
  /** Resolves when asked to stop; rejects with the fault. */
  readonly ended: Promise<void>;
  readonly fail: (fault: AgentFault) => void;
}

export function runEnd(stop: AbortSignal): RunEnd {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (stop.aborted) resolve();
  stop.addEventListener("abort", () => resolve(), { once: true });
  promise.catch(() => undefined);
  return { ended: promise, fail: reject };
}

/** Rejects when the run fails, resolves to `undefined` when it is asked to stop first, else to the result of the step. */
export async function unlessEnded<Result>({ ended }: RunEnd, step: Promise<Result>): Promise<Result | undefined> {
  return await Promise.race([step, ended.then(() => undefined)]);
}

/** Signs of life for the service manager, given by the main loop only while `isWorking` says so. */
export function feedWatchdog(systemd: Systemd, clock: Clock, isWorking: () => boolean): Disposable {
  const interval = systemd.watchdogInterval();
  let timer: Disposable | undefined;
  const feed = (): void => {
    if (interval === undefined) return;
    if (isWorking()) systemd.alive();
    timer = clock.after(interval, feed);
  };
  feed();
  return { [Symbol.dispose]: () => timer?.[Symbol.dispose]() };
}
