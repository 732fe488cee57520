import type { Clock } from "../../src/core/clock.ts";
import type { ControlStore } from "../../src/core/store-ports.ts";

/** ms in which arrivals and removed posts become durable without another transaction. */
const arrivalsMs = 100;
const removalsMs = 5_000;
const againMs = 1_000;

type Store = Pick<ControlStore, "together" | "keep" | "removePost">;

/** A store in memory as one run of the agent has it: what may wait for the next transaction gets one in time. */
export function laterFlush(store: Store, clock: Clock): Pick<Store, "keep" | "removePost"> & Disposable {
  let timer: { readonly at: number; readonly timer: Disposable } | undefined;
  let hasFailed = false;
  const flush = (): void => {
    timer?.timer[Symbol.dispose]();
    timer = undefined;
    store.together(() => undefined);
    hasFailed = false;
  };
  const due = (): void => {
    timer = undefined;
    hasFailed = true;
    arm(againMs);
    flush();
  };
  const arm = (ms: number): void => {
    const at = clock.monotonic() + ms;
    if (timer !== undefined && timer.at <= at) return;
    timer?.timer[Symbol.dispose]();
    timer = { at, timer: clock.after(ms, () => quietly(due)) };
  };
  const within = (ms: number): void => (hasFailed ? flush() : arm(ms));
  return {
    keep(events, token) {
      store.keep(events, token);
      if (events.length === 0) flush();
      else within(arrivalsMs);
    },
    removePost(id) {
      store.removePost(id);
      within(removalsMs);
    },
    [Symbol.dispose]: () => quietly(flush),
  };
}

/** Whoever writes next is told. */
export function quietly(step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("the disk")) throw error;
  }
}
