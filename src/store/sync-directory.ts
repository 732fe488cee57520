import { closeSync, fsyncSync, openSync } from "node:fs";

/** After this the names in a directory are on the disk as they are now. */
export function syncDirectory(directory: string): void {
  const folder = openSync(directory, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
