import { closeSync } from "node:fs";
import { Socket } from "node:net";
import type { GpioCalls } from "./gpio-calls.ts";
import type { GpioEventTaker } from "./gpio-kernel.ts";
import { decodeEvents, gpioUapi } from "./gpio-uapi.ts";

/** Of one read; while there are more, the next one comes in the same turn of the loop. */
const eventsAtOnce = 64;
/** FIONBIO of asm-generic/ioctls.h: a read never waits. */
const dontWait = 0x5421;
/** Events are handled before the next read, so one does for all lines. */
const buffer = new Uint8Array(eventsAtOnce * gpioUapi.sizes.event);

/**
 * Events of a line's file come to `take` until disposed, never from within this call; or the number of the error. The file is held
 * once more meanwhile, and may be closed at any time.
 *
 * The main loop itself waits for them: handing over from a thread took half of the way from an edge to its reading (bench/README.md).
 * Node makes a stream of a pipe and of no other file, but from then on it only polls, reads and closes (libuv, unix/stream.c), so the
 * line's file takes the place of a pipe before the loop has looked at it. A chip that goes away is the stream's error or its end.
 */
export function gpioEventStream(calls: GpioCalls, fd: number, take: GpioEventTaker): Disposable | number {
  const on = Buffer.alloc(4);
  on.writeInt32LE(1);
  const refused = calls.ioctl(fd, dontWait, on);
  if (refused !== 0) return refused;
  const pipe = calls.pipe();
  if (typeof pipe === "number") return pipe;
  const [place, other] = pipe;
  closeSync(other);
  const stream = streamOf(place, take);
  const error = calls.putInPlace(fd, place);
  if (error !== 0) {
    stream.destroy();
    return error;
  }
  const goes = (): void => take.gone();
  stream.once("close", goes);
  return {
    [Symbol.dispose]() {
      stream.off("close", goes);
      stream.destroy();
    },
  };
}

function streamOf(fd: number, take: GpioEventTaker): Socket {
  const callback = (count: number): boolean => {
    take.events(decodeEvents(buffer.subarray(0, count)));
    return true;
  };
  const stream = new Socket({ fd, readable: true, writable: false, onread: { buffer, callback } });
  // What is behind it is the chip's end, and comes as `close`.
  stream.on("error", () => undefined);
  stream.on("end", () => stream.destroy());
  return stream.unref();
}
