import { closeSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { GpioCalls } from "./gpio-calls.ts";
import type { GpioEventTaker } from "./gpio-kernel.ts";
import { type EdgeNews, type EdgeOrder, type EdgeWorkerData, mostInFlight, shared } from "./sysfs-edge-worker.ts";

/** ms to wait for the thread to let a line go; it answers within one turn. */
const letGoMs = 500;
/** MB of the thread's heap: it holds a few kB of bytes. */
const heap = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/** The main thread's side of the thread that waits for edges in sysfs, which Node cannot: no stream of its own waits for urgent data. */
export interface SysfsEdges extends AsyncDisposable {
  /** Edges of a line come by its open `value`, read once before, until disposed; then the thread has let go of it, and it may be closed. */
  add(fd: number, take: GpioEventTaker): Disposable;
}

/** Starts the thread. */
export function sysfsEdges(calls: GpioCalls): SysfsEdges {
  const memory = new SharedArrayBuffer(4 * shared.size);
  const state = new Int32Array(memory);
  const wake = calls.eventFd();
  const takers = new Map<number, GpioEventTaker>();
  const workerData: EdgeWorkerData = { memory, wake };
  const worker = new Worker(new URL("./sysfs-edge-worker.ts", import.meta.url), { workerData, resourceLimits: heap });
  const ended = new Promise<void>((done) => worker.once("exit", () => done()));
  let failure: Error | undefined;
  let orders = 0;
  let next = 0;

  worker.unref();
  worker.on("error", (error) => {
    failure = error;
    for (const taker of takers.values()) taker.gone();
  });
  worker.on("message", ({ id, edge }: EdgeNews) => {
    // Taken off before the edge is handled: while it is, the thread may fetch the next ones.
    if (edge !== undefined && Atomics.sub(state, shared.inFlight, 1) === mostInFlight) rouse();
    if (edge === undefined) takers.get(id)?.gone();
    else takers.get(id)?.events([edge]);
  });

  function rouse(): void {
    const one = Buffer.alloc(8);
    one.writeUInt8(1);
    writeSync(wake, one);
  }

  function order(what: EdgeOrder): void {
    worker.postMessage(what);
    orders += 1;
    rouse();
  }

  /** A process that ends joins its threads, and one that polls would be waited for. */
  function end(): void {
    Atomics.store(state, shared.isEnding, 1);
    rouse();
  }
  process.once("exit", end);

  /** Before it runs the thread polls nothing, and will learn both orders at once. */
  function letGo(): void {
    if (Atomics.load(state, shared.isReady) === 0 || failure !== undefined) return;
    const deadline = performance.now() + letGoMs;
    for (let done = 0; done < orders && performance.now() < deadline; ) {
      done = Atomics.load(state, shared.orders);
      if (done < orders) Atomics.wait(state, shared.orders, done, letGoMs);
    }
  }

  return {
    add(fd, take) {
      const id = next++;
      takers.set(id, take);
      order({ add: id, fd });
      return {
        [Symbol.dispose]() {
          if (!takers.delete(id)) return;
          order({ remove: id });
          letGo();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      process.off("exit", end);
      end();
      await ended;
      closeSync(wake);
    },
  };
}
