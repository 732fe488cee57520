import { accessSync, closeSync, constants, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { readSysfsValue } from "./read-sysfs-value.ts";

/** The calls by which GPIO goes over sysfs. Each throws an error with the kernel's code where nothing else is said. */
export interface SysfsFiles {
  write(path: string, text: string): void;
  /** Throws where this user may not write it. */
  demandWritable(path: string): void;
  /** Opens a line's `value` for reading and writing. */
  open(path: string): number;
  close(fd: number): void;
  /** undefined: its line is gone. */
  level(fd: number): boolean | undefined;
  setLevel(fd: number, level: boolean): void;
  /** A text of one line; undefined: it is not there. */
  read(path: string): string | undefined;
  /** Which file it is of all that there have been under this path; undefined: it is not there. */
  inode(path: string): number | undefined;
}

export const sysfsFiles: SysfsFiles = {
  write(path, text) {
    const fd = openSync(path, constants.O_WRONLY);
    try {
      writeSync(fd, text);
    } finally {
      closeSync(fd);
    }
  },
  demandWritable: (path) => accessSync(path, constants.W_OK),
  open: (path) => openSync(path, constants.O_RDWR),
  close: closeSync,
  level: readSysfsValue,
  setLevel: (fd, level) => void writeSync(fd, level ? "1" : "0", 0),
  read(path) {
    try {
      return readFileSync(path, "utf8").trim();
    } catch {
      return undefined;
    }
  },
  inode: (path) => statSync(path, { throwIfNoEntry: false })?.ino,
};
