import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "./temporary-directory.ts";

export interface MountedImage extends Disposable {
  /** Where it is mounted. */
  readonly at: string;
  /** Takes every byte that is free. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
  /** Unmounts it; what its blocks hold. */
  unmounted(): Buffer;
}

const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: "pipe" });

/** An ext4 file system of its own in a file, with `mount -o loop`. */
export function mountedImage(mebibytes: number): MountedImage {
  const directory = temporaryDirectory();
  const image = join(directory.path, "image");
  const at = join(directory.path, "at");
  const filler = join(at, "filler");
  writeFileSync(image, "");
  truncateSync(image, mebibytes * 1024 * 1024);
  mkdirSync(at);
  run("mkfs.ext4", "-q", "-F", "-m", "0", image);
  run("mount", "-o", "loop", image, at);
  return {
    at,
    fill: () => fillUp(filler),
    free: () => rmSync(filler, { force: true }),
    unmounted(): Buffer {
      run("umount", at);
      return readFileSync(image);
    },
    [Symbol.dispose]() {
      spawnSync("umount", [at], { stdio: "ignore" });
      directory[Symbol.dispose]();
    },
  };
}

function fillUp(path: string): void {
  const file = openSync(path, "a");
  try {
    for (let bytes = 1024 * 1024; bytes >= 512; bytes = Math.floor(bytes / 2)) {
      const block = new Uint8Array(bytes);
      while (hasRoomFor(file, block));
    }
  } finally {
    closeSync(file);
  }
}

function hasRoomFor(file: number, block: Uint8Array): boolean {
  try {
    return writeSync(file, block) === block.length;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}
