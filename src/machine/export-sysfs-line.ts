import { join } from "node:path";
import { errorCode } from "../core/error-code.ts";
import type { GpioCalls } from "./gpio-calls.ts";
import type { KeptExports } from "./kept-exports.ts";
import type { SysfsFiles } from "./sysfs-files.ts";

export interface SysfsParts {
  /** /sys/class/gpio. */
  readonly root: string;
  readonly files: SysfsFiles;
  readonly calls: () => Pick<GpioCalls, "lock">;
  readonly kept: KeptExports;
  readonly patience: Patience;
}

/** How many looks a line gets until its files belong to the group: this thread stands still meanwhile, so less after each failure. */
export interface Patience {
  looks: number;
}

/** An exported line that no other Roomwire has. Disposing it lets it go. */
export interface SysfsLine extends Disposable {
  /** Where its attributes are. */
  readonly folder: string;
  /** Its open `value`. */
  readonly fd: number;
}

/** ms between looks whether udev has given the files of a new line to the group. */
const lookEvery = 10;
export const mostLooks = 100;
const fewestLooks = 5;

/**
 * Exports a line. One that is exported already is taken only if a killed agent of ours left it: its note says that it is this very
 * export, and nobody has its lock. Returns who has it otherwise; throws what the kernel says.
 */
export function exportSysfsLine(number: number, parts: SysfsParts): SysfsLine | string {
  const { root, files, calls, kept } = parts;
  const folder = join(root, `gpio${number}`);
  const isNew = exportNumber(number, parts);
  const inode = files.inode(folder);
  if (inode === undefined) return "the kernel or another program";
  if (!isNew && !kept.has(number, inode)) return "whoever exported it in /sys/class/gpio";
  using undo = new DisposableStack();
  const letGo = (): void => {
    // Its chip may be gone, and another one's line be under this number.
    if (files.inode(folder) === inode) unexport(number, parts);
    kept.remove(number);
  };
  if (isNew) undo.defer(letGo);
  const fd = openPatiently(folder, parts);
  undo.defer(() => files.close(fd));
  if (!calls().lock(fd)) return '"roomwire"';
  kept.add(number, inode);
  undo.move();
  return {
    folder,
    fd,
    [Symbol.dispose]() {
      files.close(fd);
      letGo();
    },
  };
}

/** False: somebody has it already. */
function exportNumber(number: number, { root, files }: SysfsParts): boolean {
  try {
    files.write(join(root, "export"), String(number));
    return true;
  } catch (error) {
    if (errorCode(error) === "EBUSY") return false;
    throw error;
  }
}

/** Its open `value`, once all that will be written may be. */
function openPatiently(folder: string, { files, patience }: SysfsParts): number {
  const attributes = ["value", "direction", "edge"].map((name) => join(folder, name));
  for (let look = 1; ; look++) {
    try {
      for (const path of attributes) if (files.inode(path) !== undefined) files.demandWritable(path);
      const fd = files.open(join(folder, "value"));
      patience.looks = mostLooks;
      return fd;
    } catch (error) {
      const isOver = look >= patience.looks;
      if (isOver) patience.looks = Math.max(fewestLooks, patience.looks >> 1);
      if (isOver || errorCode(error) !== "EACCES") throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookEvery);
  }
}

function unexport(number: number, { root, files }: SysfsParts): void {
  try {
    files.write(join(root, "unexport"), String(number));
  } catch {
    // It went away this very moment.
  }
}
