import { createRequire } from "node:module";

/** errno(3) of Linux, the same on x86 and arm. */
export const errno = { noEntry: 2, interrupted: 4, noDeviceAddress: 6, busy: 16, noDevice: 19, invalid: 22 } as const;

/** poll(2). */
export const pollIn = 1;
/** Of a file of sysfs: it says something else than when it was read last. */
export const pollUrgent = 2;
/** Bytes of struct pollfd. */
export const pollSize = 8;
const closeOnExec = 0o2000000;
/** flock(2): LOCK_EX | LOCK_NB. */
const lockAtOnce = 6;

/** The calls of Linux that Node has not. */
export interface GpioCalls {
  /** 0, or the number of the error. Fills the struct. */
  ioctl(fd: number, request: number, struct: Buffer): number;
  /** Two file descriptors, or the number of the error: what is written to the second is read from the first. */
  pipe(): readonly [read: number, write: number] | number;
  /** 0, or the number of the error. From then on `place` is one more descriptor of what `fd` has open; no child inherits it. */
  putInPlace(fd: number, place: number): number;
  /** How many of the `count` entries have something; 0 when interrupted. Blocks this thread. */
  poll(entries: Buffer, count: number, timeoutMs: number): number;
  /** A file descriptor by which one thread wakes another that polls it. */
  eventFd(): number;
  /** Locks the file for whoever has it open by this descriptor; false: another one has it locked. Ends when it is closed. */
  lock(fd: number): boolean;
}

/** Loads koffi. */
export function gpioCalls(): GpioCalls {
  const koffi = createRequire(import.meta.url)("koffi") as typeof import("koffi");
  const libc = koffi.load(null);
  const ioctl = libc.func("int ioctl(int fd, unsigned long request, void *argument)");
  const pipe = libc.func("int pipe2(void *fds, int flags)");
  const duplicate = libc.func("int dup3(int fd, int place, int flags)");
  const poll = libc.func("int poll(void *entries, unsigned long count, int timeout)");
  const eventFd = libc.func("int eventfd(unsigned int start, int flags)");
  const flock = libc.func("int flock(int fd, int operation)");
  /** Calls again while a signal came between. */
  const errorOf = (call: () => number): number => {
    for (;;) {
      if (call() >= 0) return 0;
      const error = koffi.errno();
      if (error !== errno.interrupted) return error;
    }
  };
  return {
    ioctl: (fd, request, struct) => errorOf(() => ioctl(fd, request, struct)),
    pipe() {
      const fds = Buffer.alloc(8);
      const error = errorOf(() => pipe(fds, closeOnExec));
      return error === 0 ? [fds.readInt32LE(0), fds.readInt32LE(4)] : error;
    },
    putInPlace: (fd, place) => errorOf(() => duplicate(fd, place, closeOnExec)),
    poll: (entries, count, timeoutMs) => Math.max(0, poll(entries, count, timeoutMs)),
    eventFd: () => eventFd(0, closeOnExec),
    lock: (fd) => flock(fd, lockAtOnce) === 0,
  };
}
