import { readSync } from "node:fs";
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { type GpioCalls, gpioCalls, pollIn, pollSize, pollUrgent } from "./gpio-calls.ts";
import type { GpioEvent } from "./gpio-uapi.ts";
import { readSysfsValue } from "./read-sysfs-value.ts";

/** Places in the memory that both threads share. */
export const shared = { inFlight: 0, isEnding: 1, orders: 2, isReady: 3, size: 4 } as const;

/** Messages that the main thread has not taken yet; at so many edges wait in the kernel, which keeps only that there was one. */
export const mostInFlight = 32;

export type EdgeOrder = { readonly add: number; readonly fd: number } | { readonly remove: number };
/** Without an edge: nothing more comes of this line. */
export interface EdgeNews {
  readonly id: number;
  readonly edge?: GpioEvent;
}
export interface EdgeWorkerData {
  readonly memory: SharedArrayBuffer;
  readonly wake: number;
}

interface Watched {
  readonly fd: number;
  /** Counted here: sysfs has no numbers. */
  edges: number;
}

/** ms; a wake comes at once, so this is for a wake that was lost. */
const longestPoll = 10_000;

/** The thread that waits for edges: it polls every line's `value` and hands over what it says. */
export function sysfsEdgeWorker({ memory, wake }: EdgeWorkerData, port: MessagePort, calls: GpioCalls): void {
  const state = new Int32Array(memory);
  const files = new Map<number, Watched>();
  const woken = Buffer.alloc(8);
  Atomics.store(state, shared.isReady, 1);
  takeOrders();
  while (Atomics.load(state, shared.isEnding) === 0) {
    const isFull = Atomics.load(state, shared.inFlight) >= mostInFlight;
    const watched = isFull ? [] : [...files];
    const entries = pollEntries(
      wake,
      watched.map(([, { fd }]) => fd),
    );
    calls.poll(entries, 1 + watched.length, longestPoll);
    if (happened(entries, 0) !== 0) readSync(wake, woken);
    takeOrders();
    for (const [place, [id, file]] of watched.entries()) {
      if (files.has(id) && happened(entries, 1 + place) !== 0) readLine(id, file);
    }
  }

  function takeOrders(): void {
    for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
      const order = got.message as EdgeOrder;
      if ("add" in order) files.set(order.add, { fd: order.fd, edges: 0 });
      else files.delete(order.remove);
      Atomics.add(state, shared.orders, 1);
      Atomics.notify(state, shared.orders);
    }
  }

  function readLine(id: number, file: Watched): void {
    const edge = readEdge(file);
    if (edge === undefined) files.delete(id);
    else Atomics.add(state, shared.inFlight, 1);
    const news: EdgeNews = edge === undefined ? { id } : { id, edge };
    port.postMessage(news);
  }
}

/** What a `value` says after an edge, with the time of this look; undefined: the chip is gone. */
function readEdge(file: Watched): GpioEvent | undefined {
  const at = process.hrtime.bigint();
  const level = readSysfsValue(file.fd);
  if (level === undefined) return undefined;
  file.edges += 1;
  return { level, at, number: file.edges };
}

/** struct pollfd for each: int fd, short events, short revents. */
function pollEntries(wake: number, values: readonly number[]): Buffer {
  const entries = Buffer.alloc(pollSize * (1 + values.length));
  for (const [place, fd] of [wake, ...values].entries()) {
    entries.writeInt32LE(fd, place * pollSize);
    entries.writeInt16LE(place === 0 ? pollIn : pollUrgent, place * pollSize + 4);
  }
  return entries;
}

const happened = (entries: Buffer, place: number): number => entries.readInt16LE(place * pollSize + 6);

if (parentPort !== null) sysfsEdgeWorker(workerData as EdgeWorkerData, parentPort, gpioCalls());
