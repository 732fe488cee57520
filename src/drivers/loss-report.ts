import type { BusEvents } from "../core/bus-events.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { ConnectionContext } from "./define-driver.ts";

/** Turns the coming and going of a bus into samples. */
export interface LossReport extends BusEvents {
  /** A property that hangs on this bus until disposed; hears at once of a loss that was already told. */
  watch(path: AffordancePath): Disposable;
}

/** One `unavailable` sample per property and loss; a bus that comes back says nothing by itself. */
export function lossReport({ clock, emit }: Pick<ConnectionContext, "clock" | "emit">): LossReport {
  const paths = new Set<AffordancePath>();
  let loss: { readonly fault: "connection-down" | "connection-refused"; readonly detail: string } | undefined;

  function tell(path: AffordancePath): void {
    if (loss !== undefined) emit({ kind: "absent", path, quality: "unavailable", ...loss, noticedAt: clock.now() });
  }

  return {
    watch(path) {
      paths.add(path);
      tell(path);
      return { [Symbol.dispose]: () => void paths.delete(path) };
    },
    up() {
      loss = undefined;
    },
    down(detail, fault = "connection-down") {
      loss = { fault, detail };
      for (const path of paths) tell(path);
    },
  };
}
