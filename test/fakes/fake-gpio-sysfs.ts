import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { GpioEventTaker } from "../../src/machine/gpio-kernel.ts";
import type { SysfsEdges } from "../../src/machine/sysfs-edges.ts";
import type { SysfsFiles } from "../../src/machine/sysfs-files.ts";

interface Pin {
  outside: boolean;
  driven: boolean | undefined;
  isOutput: boolean;
  consumer: string | undefined;
}

/** A /sys/class/gpio in a real directory, with the kernel's own rules for what is written (drivers/gpio/gpiolib-sysfs.c). */
export interface FakeGpioSysfs {
  readonly root: string;
  readonly files: SysfsFiles;
  readonly edges: () => SysfsEdges;
  drive(offset: number, isHigh: boolean): void;
  isHigh(offset: number): boolean;
  /** Every voltage that was put on the line, repeats too. */
  written(offset: number): readonly boolean[];
  /** Another program takes it by the character device. */
  occupy(offset: number): Disposable;
  /** Every write fails so from now on. */
  fail(code: string | undefined): void;
  /** New files are root's until it is called so often. */
  rooted(looks: number): void;
  /** The process is gone, with its open files and locks; what it exported stays. */
  kill(): void;
  unplug(): void;
}

/** One chip, `label`, whose lines begin at `base`. */
export function fakeGpioSysfs(root: string, label: string, base = 520, lines = 4): FakeGpioSysfs {
  const pins: Pin[] = Array.from({ length: lines }, () => ({
    outside: false,
    driven: undefined,
    isOutput: false,
    consumer: undefined,
  }));
  const written = pins.map((): boolean[] => []);
  const watched = new Map<number, { readonly path: string; readonly take: GpioEventTaker; number: number }>();
  const opened = new Set<number>();
  const chip = join(root, `gpiochip${base}`);
  let failing: string | undefined;
  let looksUntilUdev = 0;
  mkdirSync(chip, { recursive: true });
  for (const [name, text] of Object.entries({ label, base, ngpio: lines }))
    writeFileSync(join(chip, name), `${text}\n`);
  for (const name of ["export", "unexport"]) writeFileSync(join(root, name), "");

  const refuse = (code: string): never => {
    throw Object.assign(new Error(`${code}: write`), { code });
  };
  const pinOf = (folder: string): Pin => pins[Number(basename(folder).slice("gpio".length)) - base] ?? refuse("ENODEV");
  const isHigh = (pin: Pin): boolean => pin.driven ?? pin.outside;
  const pathOf = (fd: number): string => readlinkSync(`/proc/self/fd/${fd}`);
  function show(folder: string): void {
    const pin = pinOf(folder);
    writeFileSync(join(folder, "value"), isHigh(pin) ? "1\n" : "0\n");
    writeFileSync(join(folder, "direction"), pin.isOutput ? "out\n" : "in\n");
  }
  function put(folder: string, level: boolean): void {
    const pin = pinOf(folder);
    Object.assign(pin, { driven: level, isOutput: true });
    written[pins.indexOf(pin)]?.push(level);
    show(folder);
  }
  function doExport(text: string): void {
    const pin = pins[Number(text) - base] ?? refuse("EINVAL");
    if (pin.consumer !== undefined) refuse("EBUSY");
    pin.consumer = "sysfs";
    const folder = join(root, `gpio${text}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "edge"), "none\n");
    show(folder);
  }
  function doUnexport(text: string): void {
    const pin = pins[Number(text) - base] ?? refuse("EINVAL");
    if (pin.consumer !== "sysfs") refuse("EINVAL");
    pin.consumer = undefined;
    rmSync(join(root, `gpio${text}`), { recursive: true });
  }
  function write(path: string, text: string): void {
    if (failing !== undefined) refuse(failing);
    if (!existsSync(path)) refuse("ENOENT");
    const name = basename(path);
    if (name === "export") doExport(text);
    else if (name === "unexport") doUnexport(text);
    else if (name === "edge") writeFileSync(path, `${text}\n`);
    else turn(dirname(path), text);
  }
  function turn(folder: string, text: string): void {
    if (text === "in") Object.assign(pinOf(folder), { driven: undefined, isOutput: false });
    else if (readFileSync(join(folder, "edge"), "utf8").trim() !== "none") refuse("EIO");
    else put(folder, text === "high");
    show(folder);
  }

  return {
    root,
    files: {
      write,
      demandWritable(path) {
        if (looksUntilUdev > 0) {
          looksUntilUdev -= 1;
          refuse("EACCES");
        }
        if (!existsSync(path)) refuse("ENOENT");
      },
      open(path) {
        const fd = openSync(path, "r+");
        opened.add(fd);
        return fd;
      },
      close(fd) {
        if (opened.delete(fd)) closeSync(fd);
      },
      level: (fd) => (existsSync(pathOf(fd)) ? isHigh(pinOf(dirname(pathOf(fd)))) : undefined),
      setLevel: (fd, level) => put(dirname(pathOf(fd)), level),
      read: (path) => (existsSync(path) ? readFileSync(path, "utf8").trim() : undefined),
      inode: (path) => statSync(path, { throwIfNoEntry: false })?.ino,
    },
    edges: () => ({
      add(fd, take) {
        watched.set(fd, { path: pathOf(fd), take, number: 0 });
        return { [Symbol.dispose]: () => void watched.delete(fd) };
      },
      async [Symbol.asyncDispose]() {},
    }),
    drive(offset, level) {
      const pin = pins[offset] ?? refuse("ENODEV");
      const before = isHigh(pin);
      pin.outside = level;
      const folder = join(root, `gpio${base + offset}`);
      if (existsSync(folder)) show(folder);
      if (isHigh(pin) === before) return;
      for (const one of watched.values()) {
        if (one.path !== join(folder, "value")) continue;
        one.number += 1;
        const event = { level, at: process.hrtime.bigint(), number: one.number };
        queueMicrotask(() => one.take.events([event]));
      }
    },
    isHigh: (offset) => isHigh(pins[offset] ?? refuse("ENODEV")),
    written: (offset) => written[offset] ?? [],
    occupy(offset) {
      const pin = pins[offset] ?? refuse("ENODEV");
      pin.consumer = "another";
      return {
        [Symbol.dispose]: () => {
          pin.consumer = undefined;
        },
      };
    },
    fail(code) {
      failing = code;
    },
    rooted(looks) {
      looksUntilUdev = looks;
    },
    kill() {
      for (const fd of opened) closeSync(fd);
      opened.clear();
      watched.clear();
    },
    unplug() {
      for (const [offset, pin] of pins.entries()) {
        rmSync(join(root, `gpio${base + offset}`), { recursive: true, force: true });
        pin.consumer = undefined;
      }
      rmSync(chip, { recursive: true });
    },
  };
}
