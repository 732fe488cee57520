import type { BusEvents } from "../core/bus-events.ts";
import type { Clock } from "../core/clock.ts";
import type { SimulatedLines } from "../core/simulated-lines.ts";
import { type SimulatedHardware, simulatedHardware } from "./simulated-hardware.ts";
import { simulatedLinesClient } from "./simulated-lines-client.ts";

/** Lines in the process that serves this socket; without one, lines of their own that last as long as the connection. */
export function openSimulatedLines(socketPath: string | undefined, events: BusEvents, clock: Clock): SimulatedLines {
  if (socketPath === undefined) return linesOf(simulatedHardware(clock), events);
  return simulatedLinesClient(socketPath, events, clock);
}

/** Simulated hardware of this very process as a bus that is always up. */
export function linesOf(hardware: SimulatedHardware, events: BusEvents): SimulatedLines {
  const watched = new DisposableStack();
  const asking = new Map<string, Set<() => void>>();
  queueMicrotask(() => events.up());
  return {
    isUp: true,
    write(line, level, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const abandon = (): void => reject(signal.reason);
      signal.addEventListener("abort", abandon);
      hardware.write(line, level).then(resolve, reject);
      return promise.finally(() => signal.removeEventListener("abort", abandon));
    },
    watch(line, take) {
      const watching = watched.use(hardware.watch(line, take));
      const askers = asking.get(line) ?? new Set();
      const asker = (): void => take(hardware.read(line));
      asking.set(line, askers.add(asker));
      return {
        [Symbol.dispose]: () => {
          askers.delete(asker);
          watching[Symbol.dispose]();
        },
      };
    },
    ask(line) {
      for (const ask of asking.get(line) ?? []) ask();
    },
    async [Symbol.asyncDispose]() {
      watched.dispose();
    },
  };
}
