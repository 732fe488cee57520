import { closeSync, constants, openSync } from "node:fs";
import { ReadStream } from "node:tty";

/** Bytes of the longest name a terminal may have here, and of `struct termios` with room to spare. */
const nameSize = 128;
const termiosSize = 256;
const readWrite = constants.O_RDWR | constants.O_NOCTTY;

/** A serial line without hardware: what stands at its far end. Disposing it unplugs it. */
export interface PseudoTerminal extends Disposable {
  /** The near end, to be opened like any serial port. */
  readonly path: string;
  write(bytes: string | Uint8Array): void;
  onData(take: (bytes: Uint8Array) => void): void;
  /** Takes no more bytes: after a few thousand the near end can write none. */
  pause(): void;
  resume(): void;
}

/** Opens a pair in raw mode (pty(7)). For the demo and for tests. Loads koffi at the first call. */
export async function openPseudoTerminal(): Promise<PseudoTerminal> {
  const libc = await loadLibc();
  const master = libc.open(readWrite);
  const name = Buffer.alloc(nameSize);
  if (master < 0 || libc.grant(master) !== 0 || libc.unlock(master) !== 0 || libc.name(master, name, nameSize) !== 0) {
    if (master >= 0) closeSync(master);
    throw new Error("The system has no pseudo-terminal left; see /proc/sys/kernel/pty.");
  }
  const path = name.toString("utf8", 0, name.indexOf(0));
  // Held open, so that the line stays up while nobody else has opened it.
  const near = openSync(path, readWrite);
  const termios = Buffer.alloc(termiosSize);
  libc.getAttributes(near, termios);
  libc.makeRaw(termios);
  libc.setAttributes(near, 0, termios);
  const far = new ReadStream(master);
  far.on("error", () => far.destroy());
  far.resume();
  let isOpen = true;
  return {
    path,
    write: (bytes) => void far.write(bytes),
    onData: (take) => void far.on("data", take),
    pause: () => void far.pause(),
    resume: () => void far.resume(),
    [Symbol.dispose]() {
      if (!isOpen) return;
      isOpen = false;
      far.destroy();
      closeSync(near);
    },
  };
}

async function loadLibc() {
  const { default: koffi } = await import("koffi");
  const process = koffi.load(null);
  return {
    open: process.func("int posix_openpt(int)") as (flags: number) => number,
    grant: process.func("int grantpt(int)") as (fd: number) => number,
    unlock: process.func("int unlockpt(int)") as (fd: number) => number,
    name: process.func("int ptsname_r(int, void *, size_t)") as (fd: number, name: Buffer, size: number) => number,
    getAttributes: process.func("int tcgetattr(int, void *)") as (fd: number, termios: Buffer) => number,
    makeRaw: process.func("void cfmakeraw(void *)") as (termios: Buffer) => void,
    setAttributes: process.func("int tcsetattr(int, int, void *)") as (fd: number, when: number, t: Buffer) => number,
  };
}
