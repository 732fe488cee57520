import { readSync } from "node:fs";
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { type GpioCalls, gpioCalls, pollIn, pollSize, pollUrgent } from "./gpio-calls.ts";
import { encodeEdge, gpioUapi } from "./gpio-uapi.ts";
import { readSysfsValue } from "./read-sysfs-value.ts";

/** Places in the memory that both threads share. */
export const shared = { inFlight: 0, isEnding: 1, orders: 2, isReady: 3, size: 4 } as const;

/** Messages that the main thread has not taken yet; at so many the kernel's buffers must hold, which count what they drop. */
export const mostInFlight = 32;

export type GpioOrder =
  | { readonly add: number; readonly fd: number; readonly isValue: boolean }
  | { readonly remove: number };
/** Without bytes: nothing more comes of this line. */
export interface GpioNews {
  readonly id: number;
  readonly bytes?: Uint8Array;
}
export interface GpioWorkerData {
  readonly memory: SharedArrayBuffer;
  readonly wake: number;
}

interface Watched {
  readonly fd: number;
  readonly isValue: boolean;
  /** Of a `value`, which has no numbers of its own. */
  edges: number;
}

const eventsAtOnce = 64;
/** ms; a wake comes at once, so this is for a wake that was lost. */
const longestPoll = 10_000;

/** The thread that waits for edges: it polls every line's file and hands the kernel's bytes over as they are. */
export function gpioWorker({ memory, wake }: GpioWorkerData, port: MessagePort, calls: GpioCalls): void {
  const state = new Int32Array(memory);
  const files = new Map<number, Watched>();
  const woken = Buffer.alloc(8);
  Atomics.store(state, shared.isReady, 1);
  takeOrders();
  while (Atomics.load(state, shared.isEnding) === 0) {
    const isFull = Atomics.load(state, shared.inFlight) >= mostInFlight;
    const watched = isFull ? [] : [...files];
    const entries = pollEntries([{ fd: wake, isValue: false }, ...watched.map(([, file]) => file)]);
    calls.poll(entries, 1 + watched.length, longestPoll);
    if (happened(entries, 0) !== 0) readSync(wake, woken);
    takeOrders();
    for (const [place, [id, file]] of watched.entries()) {
      if (files.has(id)) readLine(id, file, happened(entries, 1 + place));
    }
  }

  function takeOrders(): void {
    for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
      const order = got.message as GpioOrder;
      if ("add" in order) files.set(order.add, { fd: order.fd, isValue: order.isValue, edges: 0 });
      else files.delete(order.remove);
      Atomics.add(state, shared.orders, 1);
      Atomics.notify(state, shared.orders);
    }
  }

  function readLine(id: number, file: Watched, events: number): void {
    if (events === 0) return;
    const bytes = file.isValue ? readEdge(file) : readEvents(file.fd, events);
    if (bytes === undefined) files.delete(id);
    else Atomics.add(state, shared.inFlight, 1);
    const news: GpioNews = bytes === undefined ? { id } : { id, bytes };
    port.postMessage(news);
  }
}

/** undefined: the chip is gone. */
function readEvents(fd: number, events: number): Uint8Array | undefined {
  if ((events & pollIn) === 0) return undefined;
  const bytes = new Uint8Array(eventsAtOnce * gpioUapi.sizes.event);
  try {
    const count = readSync(fd, bytes);
    return count === 0 ? undefined : bytes.slice(0, count);
  } catch {
    return undefined;
  }
}

/** What a `value` says after an edge, as an event with the time of this look; undefined: the chip is gone. */
function readEdge(file: Watched): Uint8Array | undefined {
  const at = process.hrtime.bigint();
  const level = readSysfsValue(file.fd);
  if (level === undefined) return undefined;
  file.edges += 1;
  return encodeEdge({ level, at, number: file.edges });
}

/** struct pollfd for each: int fd, short events, short revents. */
function pollEntries(files: readonly Pick<Watched, "fd" | "isValue">[]): Buffer {
  const entries = Buffer.alloc(pollSize * files.length);
  for (const [place, { fd, isValue }] of files.entries()) {
    entries.writeInt32LE(fd, place * pollSize);
    entries.writeInt16LE(isValue ? pollUrgent : pollIn, place * pollSize + 4);
  }
  return entries;
}

const happened = (entries: Buffer, place: number): number => entries.readInt16LE(place * pollSize + 6);

if (parentPort !== null) gpioWorker(workerData as GpioWorkerData, parentPort, gpioCalls());
