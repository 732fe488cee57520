import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { temporaryDirectory } from "./temporary-directory.ts";

export interface MountedImage extends Disposable {
  /** Where it is mounted. */
  readonly at: string;
  /** Takes every byte that is free. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
  /** Takes nothing more, into files that are open neither: each write is an error, as with a disk that fails. */
  refuse(): void;
  /** Takes what is written again. */
  take(): void;
  /** The kernel finds an error in it and makes it read-only, which only mounting it anew can undo. */
  breakDown(): void;
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
  run("mount", "-o", "loop,errors=remount-ro", image, at);
  return {
    at,
    fill: () => fillUp(filler),
    free: () => rmSync(filler, { force: true }),
    // A socket has no such flag, which chattr complains of.
    refuse: () => void spawnSync("chattr", ["-R", "+i", at], { stdio: "ignore" }),
    take: () => void spawnSync("chattr", ["-R", "-i", at], { stdio: "ignore" }),
    breakDown: () => writeFileSync(`/sys/fs/ext4/${deviceOf(at)}/trigger_fs_error`, "1"),
    unmounted(): Buffer {
      run("umount", at);
      return readFileSync(image);
    },
    [Symbol.dispose]() {
      spawnSync("chattr", ["-R", "-i", at], { stdio: "ignore" });
      spawnSync("umount", [at], { stdio: "ignore" });
      directory[Symbol.dispose]();
    },
  };
}

/** `loop0`. */
function deviceOf(at: string): string {
  return basename(run("findmnt", "-no", "SOURCE", at).toString().trim());
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
