import { closeSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { GpioCalls } from "./gpio-calls.ts";
import type { GpioEventTaker } from "./gpio-kernel.ts";
import { decodeEvents } from "./gpio-uapi.ts";
import { type GpioNews, type GpioOrder, type GpioWorkerData, mostInFlight, shared } from "./gpio-worker.ts";

/** ms to wait for the thread to let a line go; it answers within one turn. */
const letGoMs = 500;
/** MB of the thread's heap: it holds a few kB of bytes. */
const heap = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/** The main thread's side of the thread that waits for edges. */
export interface GpioEdges extends AsyncDisposable {
  /**
   * Events of this file come until disposed; then the thread has let go of it, and it may be closed. `isValue`: it is a line's `value`
   * in sysfs, read once before.
   */
  add(fd: number, take: GpioEventTaker, isValue?: boolean): Disposable;
}

/** Starts the thread. */
export function gpioEdges(calls: GpioCalls): GpioEdges {
  const memory = new SharedArrayBuffer(4 * shared.size);
  const state = new Int32Array(memory);
  const wake = calls.eventFd();
  const takers = new Map<number, GpioEventTaker>();
  const workerData: GpioWorkerData = { memory, wake };
  const worker = new Worker(new URL("./gpio-worker.ts", import.meta.url), { workerData, resourceLimits: heap });
  const ended = new Promise<void>((done) => worker.once("exit", () => done()));
  let failure: Error | undefined;
  let orders = 0;
  let next = 0;

  worker.unref();
  worker.on("error", (error) => {
    failure = error;
    for (const taker of takers.values()) taker.gone();
  });
  worker.on("message", ({ id, bytes }: GpioNews) => {
    // Taken off before the events are handled: while they are, the thread may fetch the next ones.
    if (bytes !== undefined && Atomics.sub(state, shared.inFlight, 1) === mostInFlight) rouse();
    if (bytes === undefined) takers.get(id)?.gone();
    else takers.get(id)?.events(decodeEvents(bytes));
  });

  function rouse(): void {
    const one = Buffer.alloc(8);
    one.writeUInt8(1);
    writeSync(wake, one);
  }

  function order(what: GpioOrder): void {
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
    add(fd, take, isValue = false) {
      const id = next++;
      takers.set(id, take);
      order({ add: id, fd, isValue });
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
