import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { temporaryDirectory } from "./temporary-directory.ts";

/** Where the kernel lists its devices, by kind. */
const classes = {
  hwmon: "sys/class/hwmon",
  iio: "sys/bus/iio/devices",
  w1: "sys/bus/w1/devices",
  thermal: "sys/class/thermal",
  power: "sys/class/power_supply",
  network: "sys/class/net",
  firmware: "sys/bus/platform/drivers/raspberrypi-firmware",
} as const;

/** A /sys and a /proc in a directory of their own, laid out as the kernel does: devices, and classes that link to them. */
export interface FakeSysfs extends Disposable {
  readonly root: string;
  /** `path` below /sys/devices, with the files' texts. */
  plug(of: keyof typeof classes, path: string, files: Readonly<Record<string, string>>): void;
  has(of: keyof typeof classes, path: string): boolean;
  unplug(of: keyof typeof classes, path: string): void;
  /** A file of a device says something else from now on. */
  say(path: string, file: string, text: string): void;
  proc(name: string, text: string): void;
  unproc(name: string): void;
  /** Reading the file hangs, as on a bus that does not answer, until it is let go. */
  hang(path: string, file: string): { readonly letGo: (text: string) => void };
}

export function fakeSysfs(): FakeSysfs {
  const directory = temporaryDirectory();
  const root = directory.path;
  const at = (path: string, file = ""): string => join(root, "sys/devices", path, file);
  const hanging = new Set<string>();
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(file), { recursive: true });
    // At once, as the kernel answers: nobody sees half of it.
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  const linkOf = (of: keyof typeof classes, path: string): string => join(root, classes[of], basename(path));
  mkdirSync(join(root, "sys/devices"), { recursive: true });
  return {
    root,
    plug(of, path, files) {
      mkdirSync(at(path), { recursive: true });
      for (const [file, text] of Object.entries(files)) write(at(path, file), text);
      const link = linkOf(of, path);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(relative(dirname(link), at(path)), link);
    },
    has: (of, path) => existsSync(linkOf(of, path)),
    unplug(of, path) {
      rmSync(linkOf(of, path));
      rmSync(at(path), { recursive: true });
    },
    say: (path, file, text) => write(at(path, file), text),
    proc: (name, text) => write(join(root, "proc", name), text),
    unproc: (name) => rmSync(join(root, "proc", name)),
    hang(path, file) {
      const fifo = at(path, file);
      rmSync(fifo, { force: true });
      execFileSync("mkfifo", [fifo]);
      hanging.add(fifo);
      return {
        letGo(text) {
          hanging.delete(fifo);
          answer(fifo, text);
        },
      };
    },
    [Symbol.dispose]() {
      // A thread that still waits would keep the process.
      for (const fifo of hanging) answer(fifo, "");
      directory[Symbol.dispose]();
    },
  };
}

/** Lets go whoever reads, and makes an ordinary file of it. Opened for both ends, since a writer alone would wait for a reader. */
function answer(fifo: string, text: string): void {
  const end = openSync(fifo, constants.O_RDWR);
  if (text !== "") writeSync(end, text);
  writeFileSync(`${fifo}.new`, text);
  renameSync(`${fifo}.new`, fifo);
  closeSync(end);
}
