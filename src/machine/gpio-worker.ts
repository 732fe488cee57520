import { readSync } from "node:fs";
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { type GpioCalls, gpioCalls, pollIn, pollSize } from "./gpio-calls.ts";
import { gpioUapi } from "./gpio-uapi.ts";

/** Places in the memory that both threads share. */
export const shared = { inFlight: 0, isEnding: 1, orders: 2, isReady: 3, size: 4 } as const;

/** Messages that the main thread has not taken yet; at so many the kernel's buffers must hold, which count what they drop. */
export const mostInFlight = 32;

export type GpioOrder = { readonly add: number; readonly fd: number } | { readonly remove: number };
/** Without bytes: nothing more comes of this line. */
export interface GpioNews {
  readonly id: number;
  readonly bytes?: Uint8Array;
}
export interface GpioWorkerData {
  readonly memory: SharedArrayBuffer;
  readonly wake: number;
}

const eventsAtOnce = 64;
/** ms; a wake comes at once, so this is for a wake that was lost. */
const longestPoll = 10_000;

/** The thread that waits for edges: it polls every line's file and hands the kernel's bytes over as they are. */
export function gpioWorker({ memory, wake }: GpioWorkerData, port: MessagePort, calls: GpioCalls): void {
  const state = new Int32Array(memory);
  const fds = new Map<number, number>();
  const woken = Buffer.alloc(8);
  Atomics.store(state, shared.isReady, 1);
  takeOrders();
  while (Atomics.load(state, shared.isEnding) === 0) {
    const isFull = Atomics.load(state, shared.inFlight) >= mostInFlight;
    const watched = isFull ? [] : [...fds];
    const entries = pollEntries([wake, ...watched.map(([, fd]) => fd)]);
    calls.poll(entries, 1 + watched.length, longestPoll);
    if (happened(entries, 0) !== 0) readSync(wake, woken);
    takeOrders();
    for (const [place, [id, fd]] of watched.entries()) {
      if (fds.get(id) === fd) readLine(id, fd, happened(entries, 1 + place));
    }
  }

  function takeOrders(): void {
    for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
      const order = got.message as GpioOrder;
      if ("add" in order) fds.set(order.add, order.fd);
      else fds.delete(order.remove);
      Atomics.add(state, shared.orders, 1);
      Atomics.notify(state, shared.orders);
    }
  }

  function readLine(id: number, fd: number, events: number): void {
    if (events === 0) return;
    const bytes = new Uint8Array(eventsAtOnce * gpioUapi.sizes.event);
    const count = (events & pollIn) === 0 ? 0 : readEvents(fd, bytes);
    if (count === 0) fds.delete(id);
    else Atomics.add(state, shared.inFlight, 1);
    const news: GpioNews = count === 0 ? { id } : { id, bytes: bytes.slice(0, count) };
    port.postMessage(news);
  }
}

/** 0: the chip is gone. */
function readEvents(fd: number, bytes: Uint8Array): number {
  try {
    return readSync(fd, bytes);
  } catch {
    return 0;
  }
}

/** struct pollfd for each: int fd, short events, short revents. */
function pollEntries(fds: readonly number[]): Buffer {
  const entries = Buffer.alloc(pollSize * fds.length);
  for (const [place, fd] of fds.entries()) {
    entries.writeInt32LE(fd, place * pollSize);
    entries.writeInt16LE(pollIn, place * pollSize + 4);
  }
  return entries;
}

const happened = (entries: Buffer, place: number): number => entries.readInt16LE(place * pollSize + 6);

if (parentPort !== null) gpioWorker(workerData as GpioWorkerData, parentPort, gpioCalls());
