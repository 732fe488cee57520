import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SeededRandom } from "../fakes/seeded-random.ts";

/** One bit that is turned over, or one file that is cut short. */
export interface Rot {
  readonly file: string;
  readonly what: "flip" | "cut";
  /** Bit of the file, or its new length. */
  readonly place: number;
}

/** Somewhere in some file of a directory. */
export function someRot(random: SeededRandom, directory: string, what: Rot["what"]): Rot {
  const file = random.pick(readdirSync(directory).toSorted());
  const { length } = readFileSync(join(directory, file));
  return { file, what, place: random.below(what === "flip" ? length * 8 : length) };
}

/** A copy of `directory` at `to`, with that damage. */
export function copyWithRot(directory: string, { file, what, place }: Rot, to: string): void {
  copyFiles(directory, to);
  const path = join(to, file);
  if (what === "cut") {
    truncateSync(path, place);
    return;
  }
  const bytes = readFileSync(path);
  const byte = Math.floor(place / 8);
  bytes[byte] = (bytes[byte] ?? 0) ^ (1 << (place % 8));
  writeFileSync(path, bytes);
}

/** All files of a directory, which may belong to somebody, to a fresh one. */
export function copyFiles(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from)) copyFileSync(join(from, file), join(to, file));
}

export function sayRot({ file, what, place }: Rot): string {
  return what === "flip" ? `bit ${place} of ${file}` : `${file} cut to ${place} bytes`;
}
