import { readSync } from "node:fs";

/** The level in an open `value` of sysfs, which is read anew each time; undefined: its line is gone. */
export function readSysfsValue(fd: number): boolean | undefined {
  const text = new Uint8Array(1);
  try {
    return readSync(fd, text, 0, 1, 0) === 1 ? text[0] === one : undefined;
  } catch {
    return undefined;
  }
}

const one = "1".charCodeAt(0);
